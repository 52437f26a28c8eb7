"""Tasks on the ladder: what a unit owes and has not handed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from weian.foundation.documents.api import DocumentStatus
from weian.foundation.ladder.api import Climber, Rung, Waiting
from weian.foundation.org.models import Unit
from weian.ground.duties.addresses import url_of
from weian.ground.duties.models import Obligation, Task
from weian.ground.duties.owed import Owed, owed
from weian.ground.duties.states import WITH_UNIT
from weian.kernel import calendar

KIND = "task"


def _waiting(units: Sequence[Unit], until: date) -> list[Waiting]:
    return [waiting_of(one) for one in owed(units) if one.is_open and one.due and one.due <= until]


def waiting_of(one: Owed) -> Waiting:
    """What is owed as the ladder sees it: one obligation of one unit in one period."""
    person = one.task.person if one.task else None
    return Waiting(
        KIND, one.obligation.pk, one.unit, one.obligation.title, url_of(one), due=one.due, period=one.period_start,
        person=person, post=one.post,
    )  # fmt: skip


def _undone(rungs: Sequence[Rung]) -> list[Rung]:
    """Still with the unit, with the same due day. What has no row yet is undone while its obligation stands."""
    targets = {one.target for one in rungs}
    standing = Obligation.objects.filter(pk__in=targets).exclude(status=Obligation.Status.ANNULLED)
    # Of an annulled document only what was begun stays.
    to_begin = {pk: status != DocumentStatus.ANNULLED for pk, status in standing.values_list("pk", "document__status")}
    rows = Task.objects.filter(obligation__in=targets, unit__in={one.unit_id for one in rungs})
    begun: dict[tuple[UUID, UUID, date | None], Task] = {
        (row.obligation_id, row.unit_id, row.period_start): row for row in rows
    }
    return [one for one in rungs if one.target in to_begin and _with_unit(one, begun, to_begin[one.target])]


def _with_unit(one: Rung, begun: dict[tuple[UUID, UUID, date | None], Task], to_begin: bool) -> bool:
    task = begun.get((one.target, one.unit_id, one.period))
    if task is None:
        return to_begin
    return task.status in WITH_UNIT and task.due is not None and calendar.due_at(task.due) == one.since


CLIMBER = Climber(KIND, "任务", _waiting, _undone)
