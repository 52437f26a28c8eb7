"""Content that people owns: how long links, sign-ins and proofs hold."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from weian.foundation.packs import api as packs

_WORDS = {"minutes": "分钟", "hours": "小时", "days": "天"}
_CODE = r"^[a-z][a-z0-9_]*$"


class TimeLimit(BaseModel):
    """How long one thing holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=_CODE)
    title: str
    amount: int = Field(ge=1, le=10_000)
    unit: Literal["minutes", "hours", "days"]
    source: str = ""
    verified: bool = True

    @property
    def span(self) -> timedelta:
        return timedelta(**{self.unit: self.amount})

    def __str__(self) -> str:
        return f"{self.amount} {_WORDS[self.unit]}"


class SessionRule(BaseModel):
    """How long a sign-in lasts at one kind of device."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=_CODE)
    title: str
    idle_minutes: int = Field(ge=1, le=43_200)
    longest_hours: int = Field(ge=1, le=720)
    source: str = ""
    verified: bool = True


def register() -> None:
    packs.kind("time_limit", TimeLimit)
    packs.kind("session_rule", SessionRule)


def limit(code: str) -> TimeLimit:
    """The limit of that code. Raises KeyError where no pack has it."""
    return packs.entries("time_limit", TimeLimit)[code]


def session_rules() -> dict[str, SessionRule]:
    return packs.entries("session_rule", SessionRule)
