"""Where a task is shown: by obligation and unit, so that it has an address before it has a row."""

from __future__ import annotations

from django.urls import reverse

from weian.ground.duties.models import Task
from weian.ground.duties.owed import Owed


def url_of(one: Owed) -> str:
    return reverse("task", args=[one.obligation.pk, one.unit.pk])


def url_of_task(task: Task) -> str:
    return reverse("task", args=[task.obligation_id, task.unit_id])
