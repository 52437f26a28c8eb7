"""Content that rounds owns: how often what is looked at, when the parts of a day are, and the limits of a record."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from weian.foundation.packs import api as packs
from weian.ground.rounds.windows import HOURLY

CODE = Field(pattern=r"^[a-z][a-z0-9_]*$")
Every = Literal[
    "PT1H", "PT2H", "PT3H", "PT4H", "PT6H", "PT8H", "PT12H", "shift", "day", "daytime", "night", "week", "month"
]
Doer = Literal["own", "upper", "maintainer"]
EVERY = {
    "day": "每日", "daytime": "每个白天", "night": "每夜", "shift": "每班", "week": "每周", "month": "每月",
    **{code: f"每{hours}小时" if hours > 1 else "每小时" for code, hours in HOURLY.items()},
}  # fmt: skip
DOERS = {"own": "本单位", "upper": "监管部门", "maintainer": "维保或供应单位"}
_DAY = re.compile(r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")
_SPAN = re.compile(r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")


class Season(BaseModel):
    """From one day of the year to another (both in), over New Year's Eve where the second is the smaller."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    start: str = Field(pattern=_DAY.pattern)
    end: str = Field(pattern=_DAY.pattern)

    def holds(self, day: date) -> bool:
        here = f"{day:%m-%d}"
        if self.start <= self.end:
            return self.start <= here <= self.end
        return here >= self.start or here <= self.end


class CadenceRule(BaseModel):
    """How often a subject with one of the marks (a tag or a type) is looked at, and by whom.

    `rolling`: counted from the last time, not by calendar. `scan`: only a scan on the spot counts. `ladder`: on which
    a missed one climbs. An empty list of unit types or levels means all.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    title: str
    tags: list[str] = Field(min_length=1)
    unit_types: list[str] = []
    unit_levels: list[str] = []
    every: Every
    times: int = Field(ge=1, le=48, default=1)
    doer: Doer = "own"
    rolling: bool = False
    scan: bool = True
    season: Season | None = None
    checklist: str = ""
    ladder: str = "patrol"
    source: str
    clause: str = ""
    verified: bool = True

    @model_validator(mode="after")
    def _counted(self) -> Self:
        if self.rolling and (self.every not in ("day", "week", "month") or self.times > 1):
            raise ValueError("从上一次算起的，只能是每日、每周、每月一次")
        return self


class RoundHours(BaseModel):
    """When the shifts, the daytime and the night are, as 08:00-16:00; an end that is not later is the next day's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^(shift|daytime|night)$")
    spans: list[str] = Field(min_length=1, max_length=12)
    source: str = ""
    verified: bool = True

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if any(not _SPAN.match(span) for span in self.spans):
            raise ValueError("写成 08:00-16:00 这样")
        if self.code != "shift" and len(self.spans) > 1:
            raise ValueError("白天和夜间各只有一段")
        return self

    def times(self) -> tuple[tuple[time, time], ...]:
        pairs = [span.split("-") for span in self.spans]
        return tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in pairs)


class RoundLimit(BaseModel):
    """`offline_hours`: a scan without network still counts when it arrives so late. `leg_seconds`: nobody walks from
    one point of a route to the next in less."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Literal["offline_hours", "leg_seconds"]
    value: int = Field(ge=0, le=86_400)
    source: str = ""
    verified: bool = True


def register() -> None:
    packs.kind("cadence_rule", CadenceRule)
    packs.kind("round_hours", RoundHours)
    packs.kind("round_limit", RoundLimit)


def limit(code: str) -> RoundLimit:
    return packs.entries("round_limit", RoundLimit)[code]
