"""Guests: row security shows them the rows that were shared; what stands around these is read and written for them.

A contractor's people and agencies find a row by themselves (their own scope, `visible_to`) or not at all; only then are
the places, people and hazards that belong to it in sight, for as long as their page or their act takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Viewer

WHY = "承包方、协同部门办理自己的事项"


def is_guest(viewer: Viewer) -> bool:
    return viewer.is_contractor or viewer.is_agency


@contextmanager
def around(viewer: Viewer) -> Iterator[None]:
    """Inside the block what belongs to a row that a guest has found is there; events keep the person as their actor."""
    if not is_guest(viewer):
        yield
        return
    with audit.acting_as_system(WHY):
        yield


def find(model: Any, uid: UUID, viewer: Viewer) -> UUID | None:
    """The uid where this viewer may know of the row: asked in the viewer's own scope, before anything else."""
    found: UUID | None = model.objects.visible_to(viewer).filter(pk=uid).values_list("pk", flat=True).first()
    return found
