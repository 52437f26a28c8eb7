"""How far units are with a document or a composite: k of n accepted, per unit and over a node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from weian.foundation.documents.models import Document
from weian.foundation.org.models import Unit
from weian.ground.duties.owed import Owed, owed
from weian.ground.duties.states import TaskState


@dataclass(frozen=True)
class UnitProgress:
    """Of the obligations that a unit owes (of one composite, or all): how many are accepted.

    What it was exempted from is in neither number: a unit that was merged into another has done nothing by that.
    `late` are overdue now; `been_late` were handed in late, or had a later day granted when they were late already.
    """

    unit: Unit
    done: int
    total: int
    late: int
    been_late: int
    parts: tuple[Owed, ...]

    @property
    def complete(self) -> bool:
        return self.total > 0 and self.done == self.total


def progress(document: Document, units: Iterable[Unit], *, composite: str | None = None) -> list[UnitProgress]:
    """Per unit, in tree order; `composite` "" means what belongs to none, None means everything."""
    by_unit: dict[UUID, list[Owed]] = defaultdict(list)
    for one in owed(units, document=document, with_posts=False):
        # What stands after the end is counted by itself: the result of a campaign does not change any more.
        if not one.obligation.is_standing and composite in (None, one.obligation.composite):
            by_unit[one.unit.pk].append(one)
    rows = [
        UnitProgress(
            parts[0].unit, sum(one.state == TaskState.ACCEPTED for one in parts),
            sum(one.state != TaskState.EXEMPTED for one in parts), sum(one.overdue for one in parts),
            sum(one.late_days > 0 and not one.overdue for one in parts),
            tuple(sorted(parts, key=lambda one: (one.obligation.part, one.obligation.order))),
        )
        for parts in by_unit.values()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: row.unit.pos)
