"""The ward of the one-click roles: its points, and a round that its keeper walks every day; today's is still ahead."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from weian.config.demo.acting import acting
from weian.config.demo.crew import Crew
from weian.config.demo.visiting import answers, uid_of
from weian.foundation.org.models import Unit
from weian.ground.checklists import api as checklists
from weian.ground.checklists.actions import editing, making, publishing
from weian.ground.registry import api as registry
from weian.ground.rounds import api as rounds
from weian.programs.inspections import api as inspections

NAME = "内科三病区"
DAYS = 10
# Days ago on which nobody came, and on which somebody was called away after two points.
NOBODY, CALLED_AWAY = 6, 3
# type, name, code, fields; in the order in which they are walked
POINTS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("patrol_point", "护士站和治疗室", "A-03-1", {}),
    ("passage", "东侧疏散通道", "A-03-2", {}),
    ("extinguisher_point", "西侧灭火器箱", "A-03-3", {"count": 2}),
    ("oxygen_bottles", "氧气瓶存放间", "A-03-4", {"bottles": 6}),
]
# What the hospital asks at the points that no list of the content is for.
SHEET = {
    "purposes": ["round"], "domain": "fire", "minutes": 2, "help": "走到就看，一处一分钟。",
    "applies": {"tags": ["patrol_point", "passage", "extinguisher_point"]},
}  # fmt: skip
ITEMS: list[tuple[str, str, str, str]] = [
    ("way", "通道和出口没有堆放物品，门一推就开", "通道或出口堆物、打不开", "passage_blocked"),
    ("gear", "灭火器在位、压力指针在绿区，没有被遮挡", "灭火器缺失、压力不足或被遮挡", "extinguisher"),
    ("power", "没有私拉电线，没有电动车电池和取暖器", "私拉电线或违规用电", "wiring"),
]


def unit_of(crew: Crew) -> Unit:
    return crew.of(crew.hero, "科室安全员", NAME).post.unit


def play(ward: registry.Subject, crew: Crew, today: date) -> None:
    """The desk registers the points and asks for a round a day; the keeper, at weekends the head nurse, walks it."""
    points, labels = _register(ward, crew, today - timedelta(days=DAYS + 1))
    _write_list(crew, today - timedelta(days=DAYS + 1))
    dice = random.Random(3)
    for ago in range(DAYS, 0, -1):
        if ago != NOBODY:
            made = points[:2] if ago == CALLED_AWAY else points
            _walk(made, labels, crew, today - timedelta(days=ago), dice)


def _register(ward: registry.Subject, crew: Crew, day: date) -> tuple[list[registry.Subject], Mapping[UUID, str]]:
    keeper = crew.of(crew.hero, "科室安全员", NAME).post
    with acting(crew.desk(crew.hero), day, 15) as by:
        points = [
            registry.add(
                uid=uid_of("place", code), by=by, unit=crew.hero, type=type_, name=name, code=code, parent=ward,
                department=keeper.unit, post=keeper, fields=fields,
            )
            for type_, name, code, fields in POINTS
        ]  # fmt: skip
        route = registry.add(
            uid=uid_of("place", "A-03-R"), by=by, unit=crew.hero, type="patrol_route", name=f"{NAME}每日巡查",
            code="A-03-R", department=keeper.unit, post=keeper, stops=points,
        )  # fmt: skip
        rounds.ask_for(
            uid=uid_of("ward daily"), by=by, unit=crew.hero, every="day", subject=route, basis="病区每日防火巡查",
            since=day + timedelta(days=1),
        )  # fmt: skip
        labels = registry.issue_missing(points, by=by)
    return points, {one.subject_id: one.token for one in labels}


def _write_list(crew: Crew, day: date) -> None:
    items = [
        {"code": code, "text": text, "fault": fault, "hazard_type": type_, "method": "看", "photo": "fault"}
        for code, text, fault, type_ in ITEMS
    ]  # fmt: skip
    with acting(crew.desk(crew.hero), day, 16) as by:
        made = making.make(uid=uid_of("ward list"), title="病区每日巡查表", by=by)
        draft = made.versions.get()
        editing.set_head(draft, SHEET, by=by)
        editing.replace_sections(draft, [{"code": "s1", "title": "到点看三样", "items": items}], by=by)
        publishing.publish(draft, by=by)


def _walk(
    points: list[registry.Subject], labels: Mapping[UUID, str], crew: Crew, day: date, dice: random.Random
) -> None:
    walker = crew.of(crew.hero, "护士长" if day.weekday() >= 5 else "科室安全员", NAME)
    begun = dice.randint(5, 40)
    for number, subject in enumerate(points):
        with acting(walker, day, 8, begun + 4 * number) as by:
            sheet = checklists.sheets_at(subject, "round")[0]
            inspections.submit(
                uid=uid_of("round", day, subject.code), by=by, unit=crew.hero, mode=inspections.Mode.ROUND,
                subject=subject.pk, sheet_ref=sheet.ref, at_scan=labels[subject.pk],
                **answers(sheet, dice, wrong=0),
            )  # fmt: skip
