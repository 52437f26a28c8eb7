"""One situation with an object of every kind at the hospital, the county and the city, each with words of its own.

`Thing.words` stand in titles, numbers, notes and names of the object and nowhere else; `Thing.hidden_from` are people
of the cast who may not learn that it exists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.cast import PEOPLE, Cast
from tests.conftest import acting, set_up
from tests.ground.duties import situations as tasks
from tests.ground.experts.situations import Situations as Draws
from tests.ground.hazards.situations import Situations as Hazards
from tests.ground.works.situations import Situations as Works
from tests.programs.campaigns.situations import CITY
from tests.programs.campaigns.situations import Situations as Campaigns
from tests.programs.inspections.situations import Situations as Inspections
from weian.foundation.audit import api as audit
from weian.foundation.documents import api as documents
from weian.foundation.documents.reading import read_text
from weian.foundation.evidence.models import Attachment
from weian.foundation.inbox import api as inbox
from weian.foundation.people import api as people
from weian.foundation.people.actions import claims, devices
from weian.foundation.people.models import Account, Claim
from weian.foundation.tree import api as tree
from weian.ground.checklists.actions import editing, making, publishing
from weian.ground.duties import api as duties
from weian.ground.experts import api as experts
from weian.ground.experts.models import Assignment
from weian.ground.hazards import api as hazards
from weian.ground.registry import api as registry
from weian.ground.rounds import api as rounds
from weian.ground.works import api as works
from weian.kernel import clock
from weian.oversight.reports.summary.writing import write
from weian.oversight.watch import api as watch
from weian.programs.alerts import api as alerts
from weian.programs.campaigns import api as campaigns
from weian.programs.campaigns.actions import nodes
from weian.programs.campaigns.models import NodeCheck
from weian.programs.inspections import api as inspections

NOBODY = ""  # somebody who is not signed in
AGENCY = "agency"  # of another department, named beside one line of the county
ADMINS = ("system_admin", "security_admin", "audit_admin")
NEIGHBOURS = ("outsider", "outsider_officer")
CITY_HOSPITAL = ("city_officer", "city_director")
STRANGERS = (*NEIGHBOURS, "other_regulator", *ADMINS, AGENCY, NOBODY)
# Whoever stands outside the county, and whoever in it is not concerned with the hospital.
OUTSIDE_COUNTY = (*STRANGERS, *CITY_HOSPITAL)
OUTSIDE_HOSPITAL = (*OUTSIDE_COUNTY, "center_officer", "dentist")
COUNTY_SIDE = (
    "county_regulator", "director", "officer", "officer_2", "keeper", "pharmacist", "center_officer", "dentist",
)  # fmt: skip
ABSENT = UUID("00000000-0000-4000-8000-00000000dead")


@dataclass(frozen=True)
class Thing:
    """`places`: for the beginning of a route, what its parameters name."""

    name: str
    places: dict[str, dict[str, object]]
    words: tuple[str, ...]
    hidden_from: tuple[str, ...]


class World:
    """Made once per test by the product's own actions."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.things = [
            self._cooperation(), *self._hazard("hospital", "赤石一", OUTSIDE_HOSPITAL), *self._hazard_of_city(),
            self._letter(), *self._task(), *self._draft(), *self._issued(), self._alert(), self._accident(),
            *self._from_above(), *self._draw(), self._signal(), self._summary(), self._board(), self._message(),
            self._person(), self._deputy(), self._standing(), self._node(), *self._unit(), *self._ways_in(),
            self._behalf(), self._place(), *self._checklists(), *self._inspections(), *self._works(),
        ]  # fmt: skip

    def _cooperation(self) -> Thing:
        """A line of the county with an agency of its territory beside it, and what that did and got."""
        word, cast = "乌木九", self.cast
        housing = tasks.agency("housing", "白鹭县住房和城乡建设局")
        cast.agency = housing
        text = tasks.TEXT.replace("做好安全", f"做好{word}安全")
        with acting(cast.county_regulator) as by:
            document = documents.draft_notice(read_text(text), by=by, text=text)
            documents.issue(document, by=by, addressees=[cast.center], via="name")
            spec = duties.Spec(uid=uuid4(), kind="report", title=f"{word}检查", support=["住建部门"])
            (asked,) = duties.put_obligations(document, [spec], by=by)
            one = duties.Cooperation.objects.select_related("unit", "obligation").get(obligation=asked)
            moved = duties.transfer(one, f"{word}占压", uid=uuid4(), by=by)
        with acting(housing):
            done = duties.Deed(uuid4(), clock.today(), f"{word}巡查")
            duties.contribute(duties.Cooperation.objects.get(pk=one.pk), done, by=housing)
        self.cooperation = one
        hidden = tuple(key for key in (*PEOPLE, NOBODY) if key not in ("county_regulator", "center_officer"))
        places = {"tasks/cooperations/<uuid:uid>/": {"uid": one.pk, "transfer": moved.pk}}
        upper = ("province_regulator", "regulator", "regulator_2", "commission_leader")
        return Thing("county co-operation", places, (word,), tuple(key for key in hidden if key not in upper))

    def _works(self) -> list[Thing]:
        """A contractor of the hospital with a contract, a hazard on its account, a project, a permit; a stopped one."""
        word, play = "琥珀十二", Works(self.cast)
        builder = play.contractor(f"{word}建设公司")
        play.signed(builder, kind="construction", scope=f"{word}扩建")
        site = play.project(builder, f"{word}大楼")
        permit = play.asked(contractor=builder, subject=site.subject, work=f"{word}焊接")
        with acting(self.cast.officer) as by:
            hazard = hazards.report(uid=uuid4(), by=by, unit=self.cast.hospital, text=f"{word}脚手架")
            charge = works.charge(hazard, builder, by=by)
        still = play.project(play.contractor(f"{word}装修公司"), f"{word}病房")
        with acting(self.cast.officer) as by:
            order = works.stop(still, uid=uuid4(), by=by, reason=f"{word}围挡")
        of = {
            "contractors": (builder.pk, "contract"), "charges": (charge.pk, "proof"),
            "permits": (permit.pk, "approval"), "sites": (site.pk, "stop"),
            "orders": (order.pk, ""),
        }  # fmt: skip
        return [
            Thing(kind, {f"works/{kind}/<uuid:uid>/": {"uid": uid, "act": act}}, (word,), OUTSIDE_HOSPITAL)
            for kind, (uid, act) in of.items()
        ]

    def _place(self) -> Thing:
        """A place of the hospital with a label on its wall."""
        word = "墨玉七"
        with acting(self.cast.officer) as by:
            made = registry.add(uid=uuid4(), by=by, unit=self.cast.hospital, type="room", name=f"{word}库房")
            label = registry.issue(made, by=by)
            rule = rounds.ask_for(uid=uuid4(), by=by, unit=self.cast.hospital, mark="room", every="week", basis=word)
        places: dict[str, dict[str, object]] = {
            "places/<uuid:uid>/": {"uid": made.pk, "label": label.pk}, "q/": {"token": label.token},
            "rounds/at/<uuid:uid>/": {"uid": made.pk}, "rounds/rules/<uuid:uid>/": {"uid": rule.pk},
        }  # fmt: skip
        return Thing("hospital place", places, (word,), OUTSIDE_HOSPITAL)

    def _checklists(self) -> list[Thing]:
        """A list that the hospital published, and one that only its own desk has seen."""
        things = []
        for name, word, hidden in (
            ("hospital checklist", "沉香十", OUTSIDE_HOSPITAL),
            ("hospital checklist draft", "紫檀十一", (*OUTSIDE_HOSPITAL, "county_regulator", "regulator", "keeper")),
        ):
            with acting(self.cast.officer) as by:
                made = making.make(uid=uuid4(), title=f"{word}夜查", by=by)
                draft = making.take_up(made, by=by)
                editing.add_item(draft, "s1", {"text": f"{word}门没有上锁"}, by=by)
                if not things:
                    publishing.publish(draft, by=by)
            values = {"uid": made.pk, "code": "s1"}
            things.append(Thing(name, {"checklists/<uuid:uid>/": values}, (word,), hidden))
        return things

    def thing(self, name: str) -> Thing:
        return next(one for one in self.things if one.name == name)

    def _hazard(self, name: str, word: str, hidden: tuple[str, ...]) -> list[Thing]:
        play = Hazards(self.cast)
        hazard = play.applied(text=f"{word}通道", place=f"{word}楼")
        self.hazard = hazard
        asked = self._extension(play, word)
        with set_up():
            files = list(Attachment.objects.filter(owner_uid=hazard.pk))
        assert files
        # Numbers run per institution, so the number alone is not a word of its own.
        places = {"hazards/<uuid:uid>/": {"uid": hazard.pk, "asked": asked}}
        pictures = {"files/": {"uid": files[0].pk}}
        return [
            Thing(f"{name} hazard", places, (word,), hidden),
            Thing(f"{name} photo", pictures, (word, files[0].name), hidden),
        ]

    def _extension(self, play: Hazards, word: str) -> UUID:
        hazard = play.rectifying(text=f"{word}后门")
        with play.step(self.cast.pharmacist) as by:
            until = hazard.due.replace(year=hazard.due.year + 1)
            asked = hazards.ask_extension(hazard, uid=uuid4(), by=by, until=until, reason=f"{word}要等材料")
        self.extension = asked
        return asked.pk

    def _hazard_of_city(self) -> list[Thing]:
        play, city = Hazards(self.cast), self.cast.city_hospital
        with play.step(self.cast.city_officer) as by:
            hazard = hazards.report(uid=uuid4(), by=by, unit=city, text="青铜二锅炉房", place="青铜二楼")
        hidden = (*STRANGERS, *COUNTY_SIDE)
        self.city_hazard = hazard
        return [Thing("city hazard", {"hazards/<uuid:uid>/": {"uid": hazard.pk}}, ("青铜二",), hidden)]

    def _letter(self) -> Thing:
        """What the county handed to the police of its territory: another agency is a stranger to it."""
        word, police = "藤黄二", tasks.agency("police", "白鹭县公安局")
        play = Hazards(self.cast)
        hazard = play.reported(text=f"{word}外墙脱落")
        with play.step(self.cast.county_regulator) as by:
            letter = hazards.Letter(f"{word}请查处", clock.today(), agency=police.unit)
            made = hazards.refer(hazard, letter, uid=uuid4(), by=by)
            paper = hazards.paper_of_act(made.pk, hazards.PaperKind.TRANSFER)
        at = {"hazards/referrals/<uuid:uid>/": {"uid": made.pk}, "hazards/papers/": {"uid": paper.pk}}
        return Thing("county letter", at, (word,), OUTSIDE_HOSPITAL)

    def _task(self) -> list[Thing]:
        cast, word = self.cast, "白银三"
        text = tasks.TEXT.replace("做好安全", f"做好{word}安全").replace("压实责任", f"压实{word}责任")
        with acting(cast.county_regulator) as by:
            document = documents.draft_notice(read_text(text), by=by, text=text)
            documents.issue(document, by=by, addressees=[cast.hospital], via="name")
            spec = duties.Spec(uid=uuid4(), kind="report", title=f"报送{word}情况", evidence=["report_text"])
            duties.put_obligations(document, [spec], by=by)
        task = tasks.started(cast, document)
        with acting(cast.officer) as by:
            what = duties.RecordSpec(
                kind="report", title=f"{word}自查", happened_on=task.started_at.date(), text=f"{word}已查。"
            )
            record = duties.record(what, by=by)
            duties.answer(task, record, by=by)
            duties.submit(task, by=by)
        self.document, self.task, self.record = document, task, record
        with set_up():
            clause = document.clauses.first()
        of = {at: {"document": document.pk} for at in ("messages/urging/", "tasks/documents/")}
        one = {"obligation": task.obligation_id, "unit": task.unit_id}
        return [
            Thing("county document", {"documents/<uuid:uid>/": {"uid": document.pk}, **of}, (word,), OUTSIDE_HOSPITAL),
            Thing("county clause", {"documents/clauses/": {"uid": clause.pk}}, (word,), OUTSIDE_HOSPITAL),
            Thing("hospital task", {"tasks/<uuid:obligation>/": one}, (word,), OUTSIDE_HOSPITAL),
            Thing("hospital record", {"tasks/records/": {"uid": record.pk}}, (word,), OUTSIDE_HOSPITAL),
            Thing("hospital review", {"tasks/review/": {"unit": task.unit_id}}, (word,), OUTSIDE_HOSPITAL),
        ]

    def _draft(self) -> list[Thing]:
        word = "黄金四"
        draft = Campaigns(self.cast).read(CITY.replace("岁末年初", word))
        self.draft = draft
        hidden = (*STRANGERS, *CITY_HOSPITAL, *COUNTY_SIDE, "commission_leader", "province_regulator")
        return self._campaign("draft", draft, word, hidden)

    def _issued(self) -> list[Thing]:
        """Sent to the city hospital alone."""
        word, play = "玄铁五", Campaigns(self.cast)
        campaign = play.confirmed(CITY.replace("岁末年初", word).replace("34号", "35号"))
        with play.acting(self.cast.regulator) as by:
            from weian.programs.campaigns import api

            api.set_addressees(campaign, groups=[], named=[self.cast.city_hospital.pk], by=by)
            play.countersigned(campaign)
            api.publish(campaign, by=by)
        self.campaign = campaign
        return self._campaign("campaign", campaign, word, (*STRANGERS, *COUNTY_SIDE))

    def _campaign(self, name: str, campaign: object, word: str, hidden: tuple[str, ...]) -> list[Thing]:
        with set_up():
            line, stage = campaign.proposals.first(), campaign.stages.first()
            clause = campaign.document.clauses.first()
        of = {"uid": campaign.pk, "line": line.pk, "stage": stage.pk if stage else uuid4()}
        places = {
            "notices/<uuid:uid>/": of,
            "documents/<uuid:uid>/": {"uid": campaign.document_id},
            "documents/clauses/": {"uid": clause.pk},
        }
        return [Thing(f"city {name}", places, (word,), hidden)]

    def _alert(self) -> Thing:
        """Of the county to its hospital, with a question."""
        question = duties.Question(code="q1", label="翠绿七有几处", kind="number")
        spec = alerts.AlertSpec(
            uuid4(), "tip", "翠绿七提示", "翠绿七正文", hours=2, questions=[question], answer_by=clock.today(),
            units=[self.cast.hospital],
        )  # fmt: skip
        with acting(self.cast.county_regulator) as by:
            alert = alerts.send(spec, by=by)
        return Thing("county alert", {"alerts/<uuid:uid>/": {"uid": alert.pk}}, ("翠绿七",), OUTSIDE_HOSPITAL)

    def _signal(self) -> Thing:
        """A check of the ward keeper that was picked by lot: those who plan checks in the hospital see it."""
        with acting(self.cast.keeper) as by:
            note = {"mode": "round", "note": "走了一遍"}
            one = inspections.submit(uid=uuid4(), by=by, unit=self.cast.hospital, **note)
        with audit.acting_as_system("随机复核") as system:
            signal = watch.choose([one], self.cast.hospital, by=system)[0]
        seeing = ("officer", "officer_2", "director")
        hidden = tuple(key for key in (*PEOPLE, AGENCY, NOBODY) if key not in seeing)
        return Thing("hospital signal", {"watch/<uuid:uid>/": {"uid": signal.pk}}, (), hidden)

    def _draw(self) -> list[Thing]:
        """Of the city, sealed; with somebody of its pool who keeps away from the county."""
        word, play = "丹朱九", Draws(self.cast)
        expert = play.expert(f"{word}专家")
        with acting(self.cast.regulator) as by:
            away = experts.recuse(expert, self.cast.county, f"{word}亲属", uid=uuid4(), by=by)
        draw = play.drawn(pool="hospitals", groups={"": 1}, sealed=True, title=f"{word}抽查")
        hidden = (*STRANGERS, *CITY_HOSPITAL, *COUNTY_SIDE)
        places = {"draws/<uuid:uid>/": {"uid": draw.pk, "stand": uuid4()}}
        play.expert(f"{word}乙")
        sent = play.drawn("teams", units=(str(self.cast.hospital.pk),), needs={"fire": 1}, sealed=True, title="派人")
        with set_up():
            (going,) = Assignment.objects.filter(draw=sent)
        asked = {"draws/assignments/<uuid:uid>/": {"uid": going.pk}}
        pool = {"draws/experts/<uuid:uid>/": {"uid": expert.pk, "recusal": away.pk}}
        return [
            Thing("expert sent", asked, (), (*hidden, "commission_leader")),
            Thing("city draw", places, (f"{word}抽查",), hidden),
            Thing("city expert", pool, (f"{word}亲属",), (*hidden, "province_regulator")),
            # Those who keep a city's accounts, their security and its trail know its people by name.
            Thing("expert's name", {}, (f"{word}专家",), tuple(one for one in hidden if one not in ADMINS)),
        ]

    def _from_above(self) -> list[Thing]:
        """A round of checks and a question of the county, and a report of its hospital that names a problem."""
        word, today = "赭石八", clock.today()
        with acting(self.cast.county_regulator) as by:
            sweep = hazards.set_sweep(uid=uuid4(), title=f"{word}排查", starts=today, ends=today, by=by)
            alike = hazards.ask_alike(
                uid=uuid4(), title=f"{word}反三", lesson="查", due=today, by=by, types=["wiring"], tags=["gas"]
            )
        with acting(self.cast.officer) as by:
            facts = {"problems": [f"{word}锈蚀"]}
            spec = duties.RecordSpec(kind="measurement", title=f"{word}检测", happened_on=today, facts=facts)
            record = duties.record(spec, by=by)
        return [
            Thing("county round", {"hazards/sweeps/<uuid:uid>/": {"uid": sweep.pk}}, (f"{word}排查",), OUTSIDE_COUNTY),
            Thing(
                "county question", {"hazards/alikes/<uuid:uid>/": {"uid": alike.pk}}, (f"{word}反三",), OUTSIDE_COUNTY
            ),
            Thing(
                "hospital test",
                {"hazards/problems/<uuid:record>/": {"record": record.pk}},
                (f"{word}锈蚀",),
                OUTSIDE_HOSPITAL,
            ),
        ]

    def _accident(self) -> Thing:
        """A card that the county tells all below it."""
        word = "紫铜八"
        spec = duties.AccidentSpec(uuid4(), f"{word}事故", clock.today(), f"{word}厂", "火灾", f"{word}漏气", "关阀")
        with acting(self.cast.county_regulator) as by:
            card = duties.tell_accident(spec, by=by)
        return Thing("county accident", {"tasks/accidents/<uuid:uid>/": {"uid": card.pk}}, (word,), OUTSIDE_COUNTY)

    def _summary(self) -> Thing:
        """Of the county's notice, by the hospital; its title names the notice."""
        with acting(self.cast.officer) as by:
            made = write(self.document, self.cast.hospital, uid=uuid4(), base="http://testserver/", by=by)
        self.summary = made
        return Thing(
            "hospital summary", {"reports/summaries/<uuid:uid>/": {"uid": made.pk}}, ("白银三",), OUTSIDE_HOSPITAL
        )

    def _board(self) -> Thing:
        return Thing(
            "hospital board", {"reports/board/<uuid:node>/": {"node": self.cast.hospital.pk}}, (), OUTSIDE_HOSPITAL
        )

    def _message(self) -> Thing:
        with acting(self.cast.officer) as by:
            inbox.send([by.person], kind="note", title="碧玉六来信", text="碧玉六内容", url="/hazards/")
            uid = inbox.Message.objects.get(title="碧玉六来信").pk
        hidden = tuple(key for key in (*PEOPLE, AGENCY, NOBODY) if key != "officer")
        return Thing("message", {"messages/<uuid:uid>/": {"uid": uid}}, ("碧玉六",), hidden)

    def _person(self) -> Thing:
        """A system administrator of the city looks after its people, and nobody else makes links for them."""
        with set_up():
            person = Account.objects.get(username="other_regulator").person
        hidden = tuple(key for key in (*PEOPLE, NOBODY) if key != "other_regulator")
        return Thing(
            "person elsewhere",
            {
                "accounts/staff/<uuid:uid>/": {"uid": person.pk},
                "accounts/security/<uuid:uid>/": {"uid": person.pk, "deed": "sign-out"},
            },
            (),
            hidden,
        )

    def _deputy(self) -> Thing:
        """Somebody of the hospital who will stand in for another next month."""
        first = clock.today() + timedelta(days=30)
        away, deputy = self.cast.head, self.cast.keeper.person
        with acting(away):
            made = people.name_deputy(away.appointment, deputy, first=first, last=first + timedelta(days=3), by=away)
        return Thing("deputy", {"accounts/deputies/<uuid:uid>/": {"uid": made.pk}}, (), OUTSIDE_HOSPITAL)

    def _standing(self) -> Thing:
        at = {"tasks/standing/units/<uuid:unit>/": {"unit": self.cast.hospital.pk}}
        return Thing("standing requirements", at, (), OUTSIDE_HOSPITAL)

    def _node(self) -> Thing:
        """Next week is a feast: the hospital's director is to look before it."""
        first = clock.today() + timedelta(days=3)
        with acting(self.cast.county_regulator) as by:
            (day,) = campaigns.set_days(first.year, [campaigns.DaySpec("lantern", first, first)], by=by)
        with audit.acting_as_system("节前检查") as system:
            nodes.open_checks(day, by=system)
            check = NodeCheck.objects.get(day=day, unit=self.cast.hospital)
        return Thing(
            "check before a feast", {"notices/nodes/checks/<uuid:uid>/": {"uid": check.pk}}, (), OUTSIDE_HOSPITAL
        )

    def _behalf(self) -> Thing:
        """What the county wrote down for the clinic; the clinic alone says whether it is so."""
        cast = self.cast
        with acting(cast.county_regulator) as by:
            spec = duties.RecordSpec(kind="report", title="代录的自查", happened_on=clock.today(), text="查过。")
            record = duties.record(spec, by=by, unit=cast.clinic)
            one = duties.behalf_of([record.pk])[record.pk]
        hidden = tuple(key for key in (*PEOPLE, NOBODY) if key not in ("dentist", "county_regulator"))
        return Thing("behalf", {"tasks/behalf/<uuid:uid>/": {"uid": one.pk}}, (), hidden)

    def _ways_in(self) -> list[Thing]:
        """The computer of a ward, and somebody who says at the ward's poster who they are."""
        ward = self.cast.ward
        with set_up():
            device, _ = devices.bind_shared(ward, "靛蓝九电脑", by=self.cast.officer)
            _, token = claims.put_up(ward, by=self.cast.system_admin)
            person = people.add_person(by=self.cast.system_admin, unit=ward, name="橙黄十", staff_no="N5577")
            claims.name_oneself(claims.open_poster(token), "橙黄十", "5577", "284913")
            claim = Claim.objects.get(person=person)
        return [
            Thing("device", {"accounts/devices/<uuid:uid>/": {"uid": device.pk}}, (), OUTSIDE_HOSPITAL),
            Thing("device's name", {}, ("靛蓝九",), tuple(one for one in OUTSIDE_HOSPITAL if one != "security_admin")),
            Thing("claim", {"accounts/claims/<uuid:uid>/": {"uid": claim.pk}}, (), OUTSIDE_HOSPITAL),
        ]

    def _inspections(self) -> list[Thing]:
        """A sealed visit of the city to the hospital, which knows nothing of it; and one closed, with papers."""
        sealed = Inspections(self.cast).planned("surprise", title="琥珀一突查")
        closing = Inspections(self.cast, self.cast.county_regulator)
        closed = closing.closed(closing.fixed(text="玛瑙二堵门"), title="玛瑙二督查")
        with set_up():
            (paper, *_) = closed.instruments.all()
        everybody = tuple(key for key in (*PEOPLE, AGENCY, NOBODY) if key != "regulator")
        at = {"inspections/<uuid:uid>/": {"uid": sealed.pk}, "inspections/plans/": {"uid": sealed.plan_id}}
        own = {"inspections/<uuid:uid>/": {"uid": closed.pk}, "inspections/papers/": {"uid": paper.pk}}
        plan = {"inspections/plans/": {"uid": closed.plan_id}}
        words = ("玛瑙二",)
        return [
            Thing("sealed inspection", at, ("琥珀一",), everybody),
            Thing("inspection of the hospital", own, words, OUTSIDE_HOSPITAL),
            Thing("plan of the county", plan, words, OUTSIDE_COUNTY),
        ]

    def _unit(self) -> list[Thing]:
        """Of a unit's name nobody makes a secret; its page and what is planned for it are its superiors'."""
        with acting(self.cast.county_regulator) as by:
            later, name = clock.today() + timedelta(days=30), "朱砂七医院"
            change = tree.ask("rename", self.cast.hospital, uid=uuid4(), by=by, on=later, why="朱砂七", name=name)
        pages = ("units/<uuid:uid>/", "accounts/units/<uuid:uid>/")
        managers = ("province_regulator", "regulator", "regulator_2", "county_regulator", "system_admin")
        hidden = tuple(key for key in (*PEOPLE, AGENCY, NOBODY) if key not in managers)
        return [
            Thing("unit", {at: {"uid": self.cast.hospital.pk} for at in pages}, ("朱砂七",), hidden),
            Thing("change of a unit", {"units/changes/": {"uid": change.pk}}, ("朱砂七",), hidden),
        ]


def routes() -> list[tuple[str, str]]:
    """(pattern, name) of every address, out of the URL table."""
    from django.urls import get_resolver

    def walk(patterns, before=""):  # type: ignore[no-untyped-def]
        for one in patterns:
            here = before + str(one.pattern)
            if hasattr(one, "url_patterns"):
                yield from walk(one.url_patterns, here)
            else:
                yield here, one.name or ""

    return list(walk(get_resolver().url_patterns))


def filled(pattern: str, values: dict[str, object], missing: UUID = ABSENT) -> str:
    """The address of a pattern with its parameters."""
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(values.get(found[1], missing)), pattern)


def body_of(answer: Any) -> bytes:
    """All of an answer, also of one that comes piece by piece."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def plain(answer: Any) -> str:
    """The words of an answer without what is new each time: tokens and request ids."""
    text = body_of(answer).decode("utf-8", "replace")
    if answer.streaming:
        return text
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|name="request_id" value="[^"]*"', "", text)
    return re.sub(r'hx-headers=\'[^\']*\'|"X-CSRFToken": "[^"]*"', "", text)
