"""Field work of the demo: places with labels, five weeks of rounds, self-checks, visits from above."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from weian.config.demo import relooks, ward
from weian.config.demo.acting import acting
from weian.config.demo.crew import Crew
from weian.config.demo.places import Places
from weian.config.demo.visiting import answers, sheet_at, uid_of, walked
from weian.ground.checklists import api as checklists
from weian.ground.registry import api as registry
from weian.programs.inspections import api as inspections

DAYS = 34
# type, name, where (a name above it), code, fields
PLACES: list[tuple[str, str, str, str, dict[str, Any]]] = [
    ("building", "住院楼", "", "A", {"storeys": 9, "basements": 1, "built": 2011}),
    ("building", "门诊医技楼", "", "B", {"storeys": 5, "basements": 1, "built": 2016}),
    ("inpatient", "内科三病区", "住院楼", "A-03", {"beds": 42}),
    ("surgery", "手术部", "住院楼", "A-06", {}),
    ("power_room", "地下一层配电室", "住院楼", "A-B1-01", {"voltage": "10 kV", "double_supply": "yes"}),
    ("fire_pump", "消防水泵房", "住院楼", "A-B1-02", {}),
    ("outpatient", "门诊大厅", "门诊医技楼", "B-01", {}),
    ("chemical_store", "检验科试剂间", "门诊医技楼", "B-03", {"substances": "二甲苯、甲醇、乙醇", "limit": "各 5 升"}),
    ("drug_store", "药品库房", "门诊医技楼", "B-02", {}),
    ("oxygen_station", "供氧站", "", "C", {}),
    ("gas_boiler", "燃气锅炉房", "", "D", {"boilers": 2, "alarm": "yes"}),
    ("kitchen", "职工食堂", "", "E", {"fuel": "管道天然气"}),
]
WARD = "A-03"
SELF_CHECK = 9
# Where once a day is not enough: code, hour, post, department.
AGAIN = [
    ("A-03", 15, "护士长", "内科三病区"),
    ("B-01", 16, "保卫科科长", "保卫科"),
    ("A-03", 19, "科室安全员", "内科三病区"),
    ("A-03", 22, "保卫科科长", "保卫科"),
]
WALKED = ("A-03", "A-06", "A-B1-01", "A-B1-02", "B-01", "B-03", "C", "D", "E")


def play(places: Places, crew: Crew, today: date) -> None:
    """The hero hospital's places and its rounds up to this morning, and what stood out and was looked at again."""
    begun = today - timedelta(days=DAYS + 1)
    there, labels = _register(crew, begun)
    keeping = ward.opened(there[WARD], crew, begun)
    seconds = relooks.Relooks(crew, today, keeping, [there[code] for code in WALKED], there[relooks.STORE])
    dice, evenings = random.Random(5), random.Random(6)
    for ago in range(DAYS, 0, -1):
        day = today - timedelta(days=ago)
        seconds.night(day)
        _walk(there, labels, crew, day, dice)
        _again(there, labels, crew, day, evenings)
        keeping.walk(day, ago, **seconds.on_the_ward(day))
        seconds.evening(day)
        if ago == SELF_CHECK:
            _self_check(crew, day, dice)
    seconds.night(today)


def _register(crew: Crew, day: date) -> tuple[dict[str, registry.Subject], dict[UUID, str]]:
    """The hospital's places by code, and the codes of the labels that hang there."""
    made: dict[str, registry.Subject] = {}
    names: dict[str, registry.Subject] = {}
    with acting(crew.desk(crew.hero), day, 14) as by:
        for type_, name, above, code, fields in PLACES:
            subject = registry.add(
                uid=uid_of("place", code), by=by, unit=crew.hero, type=type_, name=name, code=code,
                parent=names.get(above), post=by.post, fields=fields,
                department=ward.unit_of(crew) if code == WARD else None,
            )  # fmt: skip
            made[code] = names[name] = subject
        labels = registry.issue_missing(list(made.values()), by=by)
    return made, {one.subject_id: one.token for one in labels}


def _walk(
    there: dict[str, registry.Subject], labels: dict[UUID, str], crew: Crew, day: date, dice: random.Random
) -> None:
    """One day of rounds; now and then somebody does not come."""
    walker = crew.of(crew.hero, "保卫科科长", "保卫科") if day.weekday() >= 5 else crew.desk(crew.hero)
    for number, code in enumerate(WALKED):
        if dice.random() < 0.05:
            continue
        minute = 10 * number + dice.randint(0, 4)
        with acting(walker, day, 8 + minute // 60, minute % 60) as by:
            subject = there[code]
            walked(
                subject, sheet_at(subject), dice, uid=uid_of("round", day, code), by=by, label=labels[subject.pk],
                wrong=0.003,
            )  # fmt: skip


def _again(
    there: dict[str, registry.Subject], labels: dict[UUID, str], crew: Crew, day: date, dice: random.Random
) -> None:
    """Where people are, the rule asks for two rounds by day and, of wards, two by night; a few are missed."""
    for code, hour, post, department in AGAIN:
        if dice.random() < 0.04:
            continue
        with acting(crew.of(crew.hero, post, department), day, hour, dice.randint(5, 50)) as by:
            subject = there[code]
            walked(
                subject, sheet_at(subject), dice, uid=uid_of("round again", day, code, hour), by=by,
                label=labels[subject.pk], pace=15,
            )  # fmt: skip


def _self_check(crew: Crew, day: date, dice: random.Random) -> None:
    with acting(crew.desk(crew.hero), day, 15, 20) as by:
        for sheet in checklists.sheets_for(crew.hero, purpose="self")[:2]:
            inspections.submit(
                uid=uid_of("self", sheet.code, day), by=by, unit=crew.hero, mode=inspections.Mode.SELF,
                sheet_ref=sheet.ref, **answers(sheet, dice, wrong=0.02),
            )  # fmt: skip
