"""Hazards in every situation, brought there by the product's own actions and people of the cast."""

from __future__ import annotations

import io
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.cast import Cast
from tests.conftest import acting
from weian.foundation.people.api import Viewer
from weian.ground.hazards import api as hazards
from weian.ground.hazards.api import Elements, Hazard, Photo, Status
from weian.kernel import clock

MONDAY = date(2026, 11, 16)


def picture(name: str = "p.jpg", colour: tuple[int, int, int] = (10, 90, 100)) -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


def photo(role: str) -> Photo:
    return Photo(picture(f"{role}.jpg"), role=role)


class Situations:
    """Steps of a hazard's life, each a day after the last, played by the cast of 白鹭县人民医院."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.day = MONDAY

    @cached_property
    def beside(self) -> Hazard:
        """Another hazard of the hospital."""
        return self.reported(text="楼梯口堆放纸箱")

    @contextmanager
    def step(self, viewer: Viewer) -> Any:
        with clock.moved_to(self.day), acting(viewer):
            yield viewer
        self.day += timedelta(days=1)

    def elements(self, who: Viewer | None = None, **changed: Any) -> Elements:
        who = who or self.cast.pharmacist
        plain = {
            "responsible": who.person, "responsible_post": who.post, "measure": "拆除货架，清出通道",
            "money": Decimal("3200"),
            "due": self.day + timedelta(days=14), "plan": "专人看守，夜间开西侧门",
            "interim_measure": "设围挡，专人值守",
        }  # fmt: skip
        return Elements(**{**plain, **changed})

    def reported(self, by: Viewer | None = None, **fields: Any) -> Hazard:
        by = by or self.cast.keeper
        plain = {
            "unit": self.cast.hospital,
            "text": "药库通道堆放货架",
            "place": "药库东侧",
            "department": self.cast.pharmacy,
        }
        with self.step(by):
            return hazards.report(**{"uid": uuid4(), "by": by, **plain, **fields})

    def graded(self, grade: str = "general", **fields: Any) -> Hazard:
        hazard = self.reported(**fields)
        with self.step(self.cast.officer) as officer:
            return hazards.grade(hazard, grade, by=officer)

    def fixed(self, by: Viewer | None = None, **fields: Any) -> Hazard:
        by = by or self.cast.keeper
        hazard = self.reported(by=by, photos=[photo("before")], **fields)
        with self.step(by):
            hazards.fix_on_the_spot(hazard, "当场搬走", by=by, photos=[photo("after")])
        with self.step(self.cast.officer) as officer:
            return hazards.grade(hazard, "general", by=officer)

    def assigned(self, grade: str = "general", who: Viewer | None = None, **fields: Any) -> Hazard:
        hazard = self.graded(grade, **fields)
        with self.step(self.cast.officer) as officer:
            return hazards.assign(hazard, self.elements(who), by=officer)

    def rectifying(self, grade: str = "general", who: Viewer | None = None, **fields: Any) -> Hazard:
        who = who or self.cast.pharmacist
        hazard = self.assigned(grade, who, **fields)
        with self.step(who):
            return hazards.rectify(hazard, by=who, note="已联系后勤")

    def applied(self, grade: str = "general", who: Viewer | None = None, **fields: Any) -> Hazard:
        who = who or self.cast.pharmacist
        hazard = self.rectifying(grade, who, **fields)
        with self.step(who):
            return hazards.apply(hazard, by=who, note="货架已拆", photos=[photo("after")])

    def returned(self, **fields: Any) -> Hazard:
        hazard = self.applied(**fields)
        with self.step(self.cast.officer) as officer:
            return hazards.return_(hazard, by=officer, why="还有一处没清")

    def verified(self, **fields: Any) -> Hazard:
        hazard = self.applied(**fields)
        with self.step(self.cast.officer) as officer:
            return hazards.verify(hazard, by=officer, note="到现场看过")

    def closed(self, **fields: Any) -> Hazard:
        hazard = self.verified(**fields)
        with self.step(self.cast.officer) as officer:
            return hazards.close(hazard, by=officer)

    def reopened(self, **fields: Any) -> Hazard:
        hazard = self.closed(**fields)
        with self.step(self.cast.officer) as officer:
            return hazards.reopen(hazard, by=officer, why="又堆上了")

    def at(self, status: Status, **fields: Any) -> Hazard:
        """A hazard of the hospital in any status."""
        hazard: Hazard = getattr(self, status.value)(**fields)
        assert hazard.status == status
        return hazard

    def merged(self, **fields: Any) -> Hazard:
        first, second = self.graded(**fields), self.graded(**fields)
        with self.step(self.cast.officer) as officer:
            return hazards.merge(second, into=first, by=officer)
