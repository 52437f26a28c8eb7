"""已有记录可抵: what is on record elsewhere, each with what it brings of the evidence and what is still missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from weian.foundation.people.api import May, Viewer
from weian.ground.duties import recorded
from weian.ground.duties.actions.reusing import draft
from weian.ground.duties.behalf import writes_for
from weian.ground.duties.evidence_check import needed
from weian.ground.duties.models import Record
from weian.ground.duties.owed import Owed
from weian.ground.duties.recorded import Recorded
from weian.ground.duties.states import TaskState

MOST = 5


@dataclass(frozen=True)
class Offer:
    """`brings` and `lacks` are kinds of evidence, counted with the records that answer already."""

    told: Recorded
    url: str
    brings: list[str]
    lacks: list[str]

    @property
    def on(self) -> date:
        return self.told.on


def offers(one: Owed, viewer: Viewer) -> list[Offer]:
    """The newest few, for the unit's own people while the task is with them."""
    own = viewer.unit.pk == one.unit.pk or writes_for(viewer, one.unit)
    if not own or not one.is_open or one.state == TaskState.UNSIGNED or not viewer.may(May.ANSWER_TASK):
        return []
    found = recorded.offered(one)[:MOST]
    if not found:
        return []
    before = [answer.record for answer in one.task.answers.select_related("record")] if one.task else []
    drafts = [draft(one, kind, told) for kind, told in found]
    files = recorded.files_of([*before, *drafts])
    return [_offer(one, viewer, told, made, before, files) for (_, told), made in zip(found, drafts, strict=True)]


def _offer(
    one: Owed, viewer: Viewer, told: Recorded, made: Record, before: list[Record], files: Mapping[UUID, list[Any]]
) -> Offer:
    together = [*before, made]
    wanted = needed(one.obligation, together, [file for record in together for file in files[record.pk]])
    return Offer(
        told, recorded.url_of_source(made, viewer), [need.title for need in wanted if need.is_there],
        [need.title for need in wanted if not need.is_there],
    )  # fmt: skip
