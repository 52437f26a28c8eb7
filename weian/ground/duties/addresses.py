"""Where a task is shown: by obligation and unit, so that it has an address before it has a row."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.urls import reverse

from weian.ground.duties.models import Task
from weian.ground.duties.owed import Owed
from weian.ui import api as ui


def url_of(one: Owed) -> str:
    return address(one.obligation.pk, one.unit.pk, one.period_start)


def url_of_act(one: Owed, name: str, *which: UUID) -> str:
    """Where an act on a task is sent, `name` as in urls.py, `which` of its steps or requests; in its own period."""
    query = {"period": one.period_start.isoformat()} if one.period_start else None
    return reverse(name, args=[one.obligation.pk, one.unit.pk, *which], query=query)


def url_of_task(task: Task) -> str:
    return address(task.obligation_id, task.unit_id, task.period_start)


def address(obligation: UUID, unit: UUID, period_start: date | None) -> str:
    """The page of a task; a repeated one names its period."""
    at = ui.address("task", obligation, unit)
    return f"{at}?period={period_start.isoformat()}" if period_start else at
