"""Places of 白鹭县人民医院, as its safety officer registers them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.cast import Cast
from tests.conftest import acting
from weian.ground.registry import api as registry
from weian.ground.registry.models import Subject


class Places:
    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def __call__(self, type: str, name: str, **said: Any) -> Subject:
        """A subject of the hospital."""
        by = said.pop("by", self.cast.officer)
        unit = said.pop("unit", self.cast.hospital)
        with acting(by):
            return registry.add(uid=uuid4(), by=by, unit=unit, type=type, name=name, **said)

    def kitchen(self, **said: Any) -> Subject:
        return self("kitchen", "职工食堂厨房", fields={"fuel": "管道天然气"}, **said)

    def chemical(self, **said: Any) -> Subject:
        """A point of hazardous chemicals that the head of the pharmacy keeps."""
        said = {"department": self.cast.pharmacy, "post": self.cast.pharmacist.post, **said}
        return self("chemical_store", "易制毒试剂柜", fields={"substances": "乙醚、丙酮"}, **said)

    def route(self, stops: int = 12, **said: Any) -> Subject:
        """A guard route of so many points."""
        points = [self("guard_point", f"巡更点 {number:02d}") for number in range(1, stops + 1)]
        return self("guard_route", "夜间治安路线", stops=points, **said)
