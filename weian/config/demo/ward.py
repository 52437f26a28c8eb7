"""The ward of the one-click roles: its points, and a round that its keeper walks every day; today's is still ahead."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from weian.config.demo.acting import acting
from weian.config.demo.crew import Crew
from weian.config.demo.photos import photo
from weian.config.demo.visiting import sheet_at, uid_of, walked
from weian.foundation.org.models import Unit
from weian.ground.checklists.actions import editing, making, publishing
from weian.ground.hazards import api as hazards
from weian.ground.registry import api as registry
from weian.ground.rounds import api as rounds

NAME = "内科三病区"
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


@dataclass(frozen=True)
class Ward:
    """Its points in the order in which they are walked, the codes of their labels, and who works there."""

    points: list[registry.Subject]
    labels: Mapping[UUID, str]
    crew: Crew
    dice: random.Random

    def walk(
        self, day: date, ago: int, *, faults: Mapping[str, str] = MappingProxyType({}), pace: float = 14,
        note: str = "", photos: Mapping[str, float] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        """The keeper, at weekends the head nurse, walks it; some days not, or not to the end.

        `faults` are items that are wrong, by the code of the point; `photos` is one photo in these
        lights.
        """
        if ago == NOBODY:
            return
        walker = self.crew.of(self.crew.hero, "护士长" if day.weekday() >= 5 else "科室安全员", NAME)
        begun = self.dice.randint(5, 40)
        for number, subject in enumerate(self.points[:2] if ago == CALLED_AWAY else self.points):
            with acting(walker, day, 8, begun + 4 * number) as by:
                walked(
                    subject, sheet_at(subject), self.dice, uid=uid_of("round", day, subject.code), by=by,
                    label=self.labels[subject.pk], pace=pace, note=note,
                    faults={faults[subject.code]} if subject.code in faults else (),
                    photos=[
                        hazards.Photo(photo(f"ward {day}", tidy=True, light=photos[subject.code]), "scene", "camera")
                    ] if subject.code in photos else (),
                )  # fmt: skip


def opened(ward: registry.Subject, crew: Crew, day: date) -> Ward:
    """The desk registers the points and asks for a round a day with a list of its own."""
    points, labels = _register(ward, crew, day)
    _write_list(crew, day)
    return Ward(points, labels, crew, random.Random(3))


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
