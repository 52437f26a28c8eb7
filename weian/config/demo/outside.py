"""Who works at the hero hospital from outside: contractors, contracts, sites, a permit in each state, orders."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from weian.config.demo.acting import uids
from weian.config.demo.crew import Crew
from weian.config.demo.photos import photo
from weian.config.demo.places import Places
from weian.foundation.people.models import Account
from weian.foundation.people.viewer import Viewer, viewer_for
from weian.ground.checklists import api as checklists
from weian.ground.hazards import api as hazards
from weian.ground.registry import api as registry
from weian.ground.works import api as works
from weian.ground.works.pack_schema import permit_kinds
from weian.kernel import clock, scope
from weian.programs.inspections import api as inspections
from weian.programs.inspections.found import Found

_uid = uids("works")

# Their names in the tree end with that of the hospital, which says 演示.
# key, name, service, kind of contract, scope, headcount, days that the agreement still holds, who signs in
COMPANIES = [
    ("clean", "洁安保洁服务有限公司", "病区和门诊保洁", "cleaning", "住院楼、门诊医技楼日常保洁", 46, 200, "马秀兰"),
    ("guard", "安盾保安服务有限公司", "门岗、巡逻", "security", "门岗、夜间巡逻、消防控制室值守", 28, -12, ""),
    ("build", "长河建设工程有限公司", "房屋建筑施工", "construction", "门诊医技楼扩建的土建和安装", 65, 260, "高有才"),
    ("decor", "鼎立建筑装饰工程有限公司", "装饰装修", "construction", "病房装修，含水电改造", 18, 120, "贺连山"),
]  # fmt: skip
LOGIN = {
    "group": "基层与其他", "order": 20, "title": "施工单位 · 现场负责人", "note": "只看到自己的整改、作业票和项目",
}  # fmt: skip


def play(places: Places, crew: Crew, today: date) -> None:
    _Scene(places, crew, today).play()


class _Scene:
    def __init__(self, places: Places, crew: Crew, today: date) -> None:
        self.places, self.crew, self.today, self.hero = places, crew, today, crew.hero
        self.officer, self.chief = crew.desk(self.hero), crew.of(self.hero, "保卫科科长", "保卫科")
        self.staff = crew.of(self.hero, "总务科科长", "总务科")
        self.there = {one.code: one for one in registry.Subject.objects.filter(unit=self.hero).exclude(code="")}
        self.parties: dict[str, works.Contractor] = {}
        self.people: dict[str, Viewer] = {}

    def play(self) -> None:
        self._register()
        self._sites()
        self._stop_and_go_on()
        self._visits()
        self._violation()
        self._permits()
        self._stop()

    def _register(self) -> None:
        day = self.today - timedelta(days=70)
        for key, name, service, kind, scope_, headcount, agreed, person in COMPANIES:
            with self._as(self.officer, days=20, hour=16) as by:
                made = works.add_contractor(uid=_uid(key), by=by, unit=self.hero, name=name, service=service)
                terms = works.Terms(
                    kind=kind, scope=scope_, starts_on=day, ends_on=day + timedelta(days=364), headcount=headcount,
                    department=self.staff.post.unit, agreement_until=self.today + timedelta(days=agreed),
                    places=tuple(self.there[code] for code in ("A-03", "B-01", "E", "A-B1-01")),
                )  # fmt: skip
                works.sign_contract(made, terms, uid=_uid(key, "contract"), by=by)
                if person:
                    admitted, _ = works.admit(made, by=by, name=person)
                    viewer = viewer_for(admitted)
                    assert viewer is not None
                    self.people[key] = viewer
            self.parties[key] = made
        account = Account.objects.filter(person=self.people["build"].person)
        account.update(username="demo-builder", demo=LOGIN)

    def _sites(self) -> None:
        self.annex = self._site("build", "门诊医技楼东侧扩建工程", "B", began=19, money="18600000")
        self.ward = self._site("decor", "住院楼三层病房装修", "A", began=15, money="960000")
        with self._as(self.chief, days=17, hour=9) as by:
            works.invite(self.annex, self.places.agencies["fire"], by=by)
        self._site("build", "供氧站防护棚改造", "C", began=None, money=None)
        power = self._site("decor", "地下配电室通风改造", "A", began=18, money="84000")
        with self._as(self.chief, days=4, hour=16) as by:
            works.finish_site(power, by=by)

    def _site(self, key: str, name: str, above: str, *, began: int | None, money: str | None) -> works.Site:
        with self._as(self.officer, days=20, hour=17) as by:
            made = works.add_site(
                works.Project(
                    name=name, contractor=self.parties[key], keeper=self.chief.person, supervisor="正和工程监理公司",
                    starts_on=self.today - timedelta(days=18), ends_on=self.today + timedelta(days=160),
                    money=money, parent=self.there[above],  # type: ignore[arg-type]
                    plan="分区围挡，材料单独进出；动火、临时用电一事一票；每周一次联合检查。",
                ),
                uid=_uid("site", name), by=by,
            )  # fmt: skip
        if began is not None:
            with self._as(self.chief, days=began, hour=8) as by:
                works.begin_site(made, by=by)
        return made

    def _stop_and_go_on(self) -> None:
        """The county stopped the annex; its order was lifted three days later."""
        with self._as(self.crew.desk(self.places.county), days=13, hour=10) as by:
            lifted = works.stop(
                self.annex, uid=_uid("stop", "annex"), by=by,
                reason="基坑临边没有防护栏杆，夜间没有警示灯。补齐并验收后再施工。",
            )  # fmt: skip
        with self._as(self.people["build"], days=11, hour=16) as by:
            works.ask_resume(
                lifted, by=by, answer="护栏和警示灯已补齐，项目经理和监理已验收。", photos=[_photo("rails", tidy=True)]
            )
        with self._as(self.crew.desk(self.places.county), days=10, hour=9) as by:
            works.lift(lifted, by=by)

    def _visits(self) -> None:
        """The owner looks at its sites and contractors; what it finds is on their accounts."""
        self._look(self.annex.subject, "round", 5, "脚手架外侧缺密目网", "临边作业面")
        self._look(self.ward.subject, "round", 3, "拆下的板材堆在疏散走道", "三层走道")
        for key in ("clean", "decor"):
            self._look(self.parties[key].subject, "contractor", 6, "两名新到人员没有岗前安全培训记录", "")
        charge = works.Charge.objects.select_related("hazard", "contractor__party", "unit__parent")
        mine = charge.get(contractor=self.parties["build"])
        with self._as(self.officer, days=4, hour=9) as by:
            order = works.Order(
                grade="general", responsible=self.people["build"].person, measure="补齐密目网，逐层检查连墙件。",
                due=self.today + timedelta(days=3),
            )  # fmt: skip
            works.hand_over(mine, order, by=by)
        theirs = charge.get(contractor=self.parties["clean"])
        with self._as(self.officer, days=5, hour=9) as by:
            order = works.Order(
                grade="general", responsible=self.people["clean"].person, measure="补训并考核，名单报保卫科。",
                due=self.today + timedelta(days=2),
            )  # fmt: skip
            works.hand_over(theirs, order, by=by)
        with self._as(self.people["clean"], days=2, hour=15) as by:
            works.prove(
                theirs, by=by, note="已补训两人，考核合格，名单已送保卫科。", photos=[_photo("trained", tidy=True)]
            )

    def _look(self, subject: registry.Subject, mode: str, days: int, text: str, place: str) -> None:
        with self._as(self.officer, days=days, hour=10) as by:
            known = [one for one in checklists.sheets_at(subject) if one.code == "outsourcing"]
            sheet = known[0] if known and mode == "contractor" else None
            answers = {one.code: {"v": _right(one)} for one in sheet.items} if sheet else {}
            found = Found(uid=_uid("found", subject.pk), text=text, place=place, photos=[_photo(text, tidy=False)])
            inspections.submit(
                uid=_uid("look", subject.pk), by=by, unit=self.hero, mode=mode, subject=subject.pk,
                sheet_ref=sheet.ref if sheet else "", answers=answers, findings=[found], note="现场看了作业面和台账。",
            )  # fmt: skip

    def _violation(self) -> None:
        with self._as(self.officer, days=8, hour=14) as by:
            works.find(
                works.Found(
                    kind="no_permit", subject=self.ward.subject, site=self.ward, person_name="小周",
                    text="卫生间切割管道，没有作业票，旁边没有灭火器",
                ),
                uid=_uid("violation"), by=by, photos=[_photo("violation", tidy=False)],
            )  # fmt: skip

    def _permits(self) -> None:
        """One permit in each state; those of today are around this very hour."""
        build, decor, own = self.people["build"], self.people["decor"], self.staff
        self._ask("asked", build, "build", "焊接地下室钢梁节点", minutes=40, starts=-120)
        for name, who, key, kind, work, minutes, starts in (
            ("approved", build, "build", "temp_power", "塔吊基础施工照明临时接电", 300, -60),
            ("working", build, "build", "hot_work", "切割废旧管道支架", 200, 90),
            ("ended", own, "", "hot_work", "食堂排烟罩支架补焊", 260, 240),
            ("closed", build, "build", "hot_work", "二层钢楼梯焊接", 3_100, 3_000),
            ("halted", decor, "decor", "temp_power", "装修作业面临时用电", 2_400, 2_200),
        ):
            asked = self._ask(name, who, key, work, minutes=minutes, starts=starts, kind=kind)
            one = self._fresh(asked)
            with self._as(self.officer, minutes=minutes - 10) as by:
                works.approve(one, by=by)
            if name in ("working", "ended", "closed"):
                with self._as(who, minutes=starts - 5) as by:
                    works.begin(one, by=by, photos=[_photo(name, tidy=False)])
            if name in ("ended", "closed"):
                with self._as(who, minutes=starts - 220) as by:
                    works.end(one, by=by, photos=[_photo(name, tidy=True)])
            if name == "closed":
                with self._as(self.officer, minutes=starts - 255) as by:
                    works.recheck(one, by=by, note="没有余火、冒烟，现场已清理。")
        refused = self._fresh(self._ask("refused", decor, "decor", "病房隔断切割", minutes=4_400, starts=4_200))
        with self._as(self.officer, minutes=4_350) as by:
            works.refuse(refused, by=by, why="白天病房有病人，改在周末并先做隔离再申请。")
        called_off = self._ask("cancelled", own, "", "门诊大厅吊顶内补焊", minutes=5_900, starts=5_800)
        with self._as(own, minutes=5_850) as by:
            works.cancel(called_off, by=by, why="改用螺栓连接，不动火了。")

    def _ask(
        self, name: str, who: Viewer, key: str, work: str, *, minutes: int, starts: int, kind: str = "hot_work"
    ) -> works.Permit:
        """Asked `minutes` ago for work that begins `starts` minutes ago (before now, if negative: later)."""
        place = {"build": self.annex.subject, "decor": self.ward.subject}.get(key, self.there["E"])
        begin = datetime.now(clock.SHANGHAI) - timedelta(minutes=starts)
        told = works.Work(
            kind=kind, subject=place, work=work, starts_at=begin, ends_at=begin + timedelta(hours=6),
            worker="郑铁生" if key else "何大明", certificate_no="T630203198001011234",
            certificate_until=self.today + timedelta(days=400), watcher="王守成",
            measures=tuple(one.code for one in permit_kinds()[kind].measures),
            neighbours=(self.crew.of(self.hero, "护士长", "内科三病区").post.unit,),
            contractor=self.parties.get(key),
        )  # fmt: skip
        with self._as(who, minutes=minutes) as by:
            return works.ask(told, uid=_uid("permit", name), by=by)

    def _fresh(self, one: works.Permit) -> works.Permit:
        known = works.Permit.objects.select_related("unit__parent", "subject", "asked_by", "contractor__party", "site")
        found: works.Permit = known.get(pk=one.pk)
        return found

    def _stop(self) -> None:
        """The renovation of a ward stands still since yesterday, and its permits with it."""
        with self._as(self.officer, days=1, hour=11) as by:
            works.stop(
                self.ward, uid=_uid("stop", "ward"), by=by,
                reason="拆下的板材占用疏散走道，两天没有清走。清空走道、重新划定堆放区后申请复工。",
            )  # fmt: skip

    @contextmanager
    def _as(self, who: Viewer, *, days: int = 0, hour: int = 0, minutes: int = 0) -> Iterator[Viewer]:
        """Some days ago at an hour, or some minutes ago; the database shows what `who` may see."""
        moment = datetime.now(clock.SHANGHAI) - timedelta(minutes=minutes)
        if days:
            moment = datetime.combine(self.today - timedelta(days=days), datetime.min.time(), clock.SHANGHAI)
            moment += timedelta(hours=hour)
        with clock.moved_to(moment), scope.applied(who.scope):
            yield who


def _right(item: checklists.Item) -> object:
    if item.kind != checklists.Kind.READING:
        return checklists.PASS
    return item.low if item.low is not None else item.high


def _photo(seed: str, *, tidy: bool) -> hazards.Photo:
    return hazards.Photo(photo(seed, tidy=tidy), "after" if tidy else "before", "camera")
