"""Content that inspections own: templates, terms, papers, questions."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from weian.foundation.org.models import Instance
from weian.foundation.packs import api as packs
from weian.kernel import clock
from weian.programs.inspections.kinds import Method, Mode


class _Content(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str


class Template(_Content):
    """What a plan of a mode begins with."""

    mode: Mode
    focuses: list[str] = []
    methods: list[Method] = []


class Term(_Content):
    """Days, or a count, that documents leave open. `verified` False is shown as 默认."""

    days: int | None = Field(None, gt=0, le=3650)
    count: int | None = Field(None, gt=0, le=1000)
    source: str
    verified: bool = False


class PaperKind(_Content):
    """A paper with a number of its own series."""

    word: str = Field(min_length=1, max_length=8)


class InterviewQuestion(_Content):
    """What any member of staff should know."""


def register() -> None:
    packs.kind("inspection_template", Template)
    packs.kind("inspection_term", Term)
    packs.kind("inspection_paper", PaperKind)
    packs.kind("interview_question", InterviewQuestion)


def templates() -> dict[str, Template]:
    return packs.entries("inspection_template", Template)


def papers() -> dict[str, PaperKind]:
    return packs.entries("inspection_paper", PaperKind)


def questions() -> dict[str, InterviewQuestion]:
    return packs.entries("interview_question", InterviewQuestion)


def term(code: str) -> Term | None:
    """None where no content is loaded that says it."""
    return packs.entries("inspection_term", Term).get(code)


def asked_since(code: str) -> date:
    """Since which day this instance knows what a term asks: nothing is owed for a time in which nobody could write it
    down here, neither before it was set up nor before an upgrade brought the term."""
    made = Instance.objects.values_list("made_at", flat=True).first()
    began = (made or clock.now()).astimezone(clock.SHANGHAI).date()
    return max(began, packs.came_on("inspection_term", code) or began)
