"""What a record of each kind states beside its text: the fields that evidence and summaries read."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from weian.ground.duties.models import AskKind


class Facts(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Line(Facts):
    """One line of a plan or one decision of a meeting: what, who, until when."""

    what: str = Field(min_length=1, max_length=200)
    who: str = Field(min_length=1, max_length=60)
    due: date


class Mapped(Facts):
    """What a local plan says to one clause of the document above."""

    clause: UUID
    how: Literal["kept", "detailed"]
    text: str = Field(max_length=1000, default="")


class Plan(Facts):
    """`approver` is who signed it: the head of the unit (主要负责人)."""

    approver: str = Field(min_length=1, max_length=60)
    approved_on: date
    lines: list[Line] = []
    clauses: list[Mapped] = []


class Meeting(Facts):
    chair: str = Field(min_length=1, max_length=60)
    attendees: list[str] = []
    decisions: str = ""
    began: str = Field(max_length=5, default="")
    agenda: str = ""
    lines: list[Line] = []


class Inspection(Facts):
    places: str = Field(min_length=1, max_length=500)
    found: int = Field(ge=0, le=10_000)
    fixed: int = Field(ge=0, le=10_000, default=0)


class Training(Facts):
    topic: str = Field(min_length=1, max_length=200)
    expected: int = Field(gt=0, le=100_000)
    attendees: list[str] = []


class Drill(Facts):
    topic: str = Field(min_length=1, max_length=200)
    attendees: list[str] = []


class Answered(Facts):
    """One question of a small form with its answer."""

    code: str = Field(max_length=20)
    label: str = Field(max_length=120)
    value: str = Field(max_length=2_000)


class Report(Facts):
    answers: list[Answered] = []


class Rule(Facts):
    """A rule of the unit: which version, who approved it and when."""

    version: str = Field(max_length=40, default="")
    approver: str = Field(max_length=60, default="")
    approved_on: date | None = None


class Activity(Facts):
    """An activity for patients and the public; `type` is the title of the type in the content."""

    type: str = Field(min_length=1, max_length=60)
    place: str = Field(min_length=1, max_length=200)
    people: int | None = Field(ge=0, le=1_000_000, default=None)


class Measurement(Facts):
    """检测、检验、评估 by a provider: its standing, what came out, until when it holds, which problems."""

    provider: str = Field(max_length=120, default="")
    qualification: str = Field(max_length=120, default="")
    conclusion: str = Field(max_length=200, default="")
    method: str = Field(max_length=200, default="")
    next_on: date | None = None
    problems: list[str] = Field(max_length=200, default=[])


class Plain(Facts):
    """Kinds that state nothing beside their text."""


SCHEMAS: dict[str, type[Facts]] = {
    AskKind.PLAN: Plan,
    AskKind.MEETING: Meeting,
    AskKind.INSPECTION: Inspection,
    AskKind.TRAINING: Training,
    AskKind.DRILL: Drill,
    AskKind.REPORT: Report,
    AskKind.DOCUMENT: Rule,
    AskKind.ACTIVITY: Activity,
    AskKind.MEASUREMENT: Measurement,
}


def schema_of(kind: str) -> type[Facts]:
    return SCHEMAS.get(kind, Plain)
