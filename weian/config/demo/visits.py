"""Visits of the demo: a supervision of the city to its end, a sealed plan, a spot check of the county."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from weian.config.demo.acting import acting, uids
from weian.config.demo.crew import Crew
from weian.config.demo.photos import photo
from weian.config.demo.places import Places
from weian.ground.checklists import api as checklists
from weian.ground.hazards import api as hazards
from weian.kernel import clock
from weian.programs.inspections import api as inspections
from weian.programs.inspections.pack_schema import questions

_uid = uids("visits")

COMPARED = 4  # days ago
SEEN_BY_BOTH = 6
# What only the county saw: text, type, place.
SEEN_BY_THEM = [
    ("氧气汇流排间门口停放电动自行车", "ebike", "供氧站北侧"),
    ("手术部防火卷帘下堆放器械车", "fire_facility", "手术部外走廊"),
    ("消防控制室只有一人在岗，值班表排的是两人", "fire_control_room", "住院楼一层消防控制室"),
]


def play(places: Places, crew: Crew, today: date) -> None:
    supervision(places, crew, today)
    sealed(places, crew, today)
    compared(places, crew, today)


def supervision(places: Places, crew: Crew, today: date) -> None:
    """Last week's supervision of the hospital: two findings, signed by its director."""
    city, hero = places.city, crew.hero
    lead, second = crew.desk(city), crew.of(city, "安监科科员")
    with acting(lead, today - timedelta(days=10), 15) as by:
        plan = inspections.plan(
            inspections.PlanSpec(
                uid=_uid("supervision", today), title="冬季安全生产专项督查", mode=inspections.Mode.SPECIAL,
                first_day=today - timedelta(days=8), last_day=today + timedelta(days=12),
                units=[hero, *places.under(city)[:3]], team=[lead.person, second.person],
                methods=["hear", "look", "read", "ask"], focuses=["动员部署情况", "督查检查情况", "问题整改情况"],
                sheet=_sheet(),
            ),
            by=by,
        )  # fmt: skip
    visit = inspections.Inspection.objects.get(plan=plan, target=hero)
    officer = crew.desk(hero).appointment
    with acting(lead, today - timedelta(days=7), 9, 30) as by:
        inspections.start(visit, by=by, why_no_code="到场时从正门进入，门口没有贴标签")
        inspections.fill(visit, _all_right(visit.sheet), by=by, note="汇报、现场、台账都看了。")
        inspections.find(visit, inspections.FindingSpec(
            uid=_uid("locked", today), text="门诊楼西侧疏散门夜间上锁，钥匙不在现场", place="门诊医技楼一层西侧",
            type="exit_locked",
            severity="large", basis="《高层民用建筑消防安全管理规定》", responsible=officer,
            due=today + timedelta(days=8), measure="改装推闩锁，夜间值守点放钥匙，逐门复查", money=Decimal(2400),
            at_once=False, interim_measure="夜间专人值守，白天打开", plan="值守人员持钥匙，火警时先开门再报告",
        ), by=by)  # fmt: skip
        seed = str(_uid("spot", today))
        inspections.find(visit, inspections.FindingSpec(
            uid=_uid("spot", today), text="灭火器箱前堆放轮椅", place="住院楼三层", type="extinguisher",
            fixed="当场移开",
            fixer=officer, photos=[
                hazards.Photo(photo(seed, tidy=False), "before", "camera"),
                hazards.Photo(photo(seed, tidy=True), "after", "camera"),
            ],
        ), by=by)  # fmt: skip
        for number in range(5):
            known = questions()
            inspections.ask_staff(
                visit, {code: (n + number) % 4 != 0 for n, code in enumerate(known)},
                uid=_uid("asked", number, today), by=by,
            )  # fmt: skip
    with acting(lead, today - timedelta(days=7), 11, 40) as by:
        inspections.finish(visit, by=by)
    with acting(crew.of(hero, "院长"), today - timedelta(days=7), 15) as by:
        inspections.sign(visit, by=by, text="情况属实，按期整改。")


def sealed(places: Places, crew: Crew, today: date) -> None:
    """A visit without word to the hospital, for the next days: only the team knows of it."""
    city = places.city
    lead = crew.desk(city)
    with acting(lead, today, 8, 10) as by:
        inspections.plan(
            inspections.PlanSpec(
                uid=_uid("sealed", today), title="夜间四不两直", mode=inspections.Mode.SURPRISE, first_day=today,
                last_day=today + timedelta(days=6), units=[crew.hero], team=[lead.person], methods=["look", "ask"],
            ),
            by=by,
        )  # fmt: skip


def compared(places: Places, crew: Crew, today: date) -> None:
    """The county comes without a word and finds much of what the hospital has found, and a little that it has not."""
    hero, day = crew.hero, today - timedelta(days=COMPARED)
    with acting(crew.desk(places.county), day, 9, 40) as by:
        known = hazards.Hazard.objects.visible_to(by).open().filter(unit=hero, found_on__lt=day).exclude(place="")
        known = known.exclude(type="").exclude(grade="major").order_by("found_on", "uid")[:SEEN_BY_BOTH]
        found = [(one.text.split("\n")[0], one.type, one.place) for one in known]
        inspections.submit(
            uid=_uid("compared", today), by=by, unit=hero, mode=inspections.Mode.SPOT,
            note="查了住院、医技、后勤三片。", started_at=clock.now() - timedelta(hours=2), ended_at=clock.now(),
            findings=[
                inspections.Found(uid=_uid("compared", text, place), text=text, type=type_, place=place)
                for text, type_, place in [*found, *SEEN_BY_THEM]
            ],
        )  # fmt: skip
    with acting(crew.desk(hero), day + timedelta(days=1), 8, 40) as by:
        asked = hazards.Hazard.objects.visible_to(by).filter(source_uid=_uid("compared", today))
        for one in list(asked.filter(marks__contains=[hazards.Mark.PAIR]).order_by("no")):
            hazards.answer_pair(one, same=True, by=by)


def _sheet() -> str:
    found = checklists.pack_sheets().get("provincial") or next(iter(checklists.pack_sheets().values()))
    return found.ref


def _all_right(ref: str) -> Mapping[str, Any]:
    """Every item in order; the two things that were wrong are written as findings."""
    said: dict[str, Any] = {}
    for item in checklists.sheet(ref).items:
        value = "已查，见现场记录。"
        if item.kind == checklists.Kind.PASS:
            value = checklists.PASS
        elif item.kind == checklists.Kind.CHOICE:
            value = next((one.code for one in item.choices if not one.fault), item.choices[0].code)
        elif item.kind == checklists.Kind.READING:
            value = str(item.low if item.low is not None else item.high)
        said[item.code] = {"v": value}
    return said
