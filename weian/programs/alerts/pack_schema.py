"""Content that alerts own: texts by season and weather, and how many hours urgent leaves."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from weian.foundation.packs import api as packs
from weian.ground.duties import api as duties

CODE = Field(pattern=r"^[a-z][a-z0-9_]*$")
URGENT = "urgent"


class AlertTemplate(BaseModel):
    """A text to begin with; whoever sends it changes what the day asks for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    title: str
    when: str = Field(description="何时用：季节、天气")
    text: str
    urgent: bool = False
    answer_days: int | None = Field(None, ge=0, le=60)
    questions: list[duties.Question] = []


class AlertTerm(BaseModel):
    """Hours in which an alert of this urgency is read. `verified` False is shown as 默认."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    title: str
    hours: int = Field(gt=0, le=72)
    source: str
    verified: bool = False


def register() -> None:
    packs.kind("alert_template", AlertTemplate)
    packs.kind("alert_term", AlertTerm)


def templates() -> dict[str, AlertTemplate]:
    return packs.entries("alert_template", AlertTemplate)


def urgent() -> AlertTerm | None:
    """The term of urgent alerts; None where no content is loaded."""
    return packs.entries("alert_term", AlertTerm).get(URGENT)
