"""What inspections asks of checklists, rounds and places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from weian.foundation.people.api import Viewer


@dataclass(frozen=True)
class Fault:
    """An answer that is a fault, with what its item says of it."""

    item: str
    text: str
    note: str = ""
    type: str = ""
    domain: str = ""
    severity: str = ""
    basis: str = ""
    method: str = ""
    photos: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Judged:
    faults: Sequence[Fault] = ()
    methods: frozenset[str] = frozenset()
    score: Decimal | None = None
    errors: Mapping[str, str] | None = None


def judged(ref: str, answers: Mapping[str, Any]) -> Judged:
    """What the answers to a checklist mean."""
    return Judged()


def place_of(subject: UUID | None) -> str:
    """The words for a place in a hazard."""
    return ""


def subject_at(token: str, viewer: Viewer) -> UUID | None:
    """What a label on a wall stands for; None for a label that says nothing to this viewer."""
    return None


def note_visit(uid: UUID, subject: UUID, at: datetime, by: Viewer, source: UUID, faults: int) -> None:
    """A round at a point was walked."""
