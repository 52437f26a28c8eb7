from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from weian.ground.duties.owed import Owed
from weian.ground.duties.presenters import task as presenter
from weian.ground.duties.sight import period_in, seen, viewer_of


@require_safe
def task(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    """One task: what is asked and why, what was done, whose turn it is, what happened."""
    return page(request, seen(request, obligation, unit))


def page(
    request: HttpRequest, one: Owed, refusals: Sequence[str] = (), bound: dict[str, Form] | None = None
) -> HttpResponse:
    """The page of a task; with refusals it says why nothing was done, and keeps what was typed."""
    context = presenter.context(one, viewer_of(request), period_in(request), bound or {})
    context["clash"] = list(refusals)
    return render(request, "duties/task.html", context, status=422 if refusals or bound else 200)


def to_task(request: HttpRequest, one: Owed) -> str:
    """The address of the task, in the period at which the viewer looks."""
    period = period_in(request)
    query = {"period": period.isoformat()} if period else None
    return reverse("task", args=[one.obligation.pk, one.unit.pk], query=query)
