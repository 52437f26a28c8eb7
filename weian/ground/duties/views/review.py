"""All that one unit handed in, on one page: accept or return each without losing one's place."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from weian.foundation.org.models import Unit
from weian.ground.duties.actions import judging
from weian.ground.duties.presenters import review as presenter
from weian.ground.duties.queries import to_review
from weian.ground.duties.sight import viewer_of
from weian.ui import api as ui

# What forms of this page send as `from`.
HERE = "review"


@require_safe
def review(request: HttpRequest, unit: UUID) -> HttpResponse:
    """What waits of this unit; when nothing is left, the list of what waits of others."""
    found = get_object_or_404(Unit.objects.within(viewer_of(request).scope.ranges), pk=unit)
    if not to_review(viewer_of(request)).filter(unit=found).exists():
        return redirect(reverse("tasks") + "?view=review")
    return page(request, found)


@require_POST
def rounds(request: HttpRequest, unit: UUID) -> HttpResponse:
    """Accept in one press all that scanned rounds handed in by themselves; pressed again there is nothing left."""
    found = get_object_or_404(Unit.objects.within(viewer_of(request).scope.ranges), pk=unit)
    accepted, left = judging.accept_rounds(found, by=viewer_of(request))
    ui.say_done(request, f"审核通过 {accepted} 件。" + (f"还有 {left} 件要另一位同事审核。" if left else ""))
    return redirect(address(found))


def page(
    request: HttpRequest, unit: Unit, refusals: Sequence[str] = (), bound: tuple[UUID, str, Form] | None = None
) -> HttpResponse:
    """`bound` is a refused form: of which obligation, which act, and as it was sent."""
    context = presenter.context(unit, viewer_of(request), bound) | {"clash": refusals, "here": HERE}
    return render(request, "duties/review.html", context, status=422 if bound else 200)


def address(unit: Unit) -> str:
    return reverse("task-review", args=[unit.pk])
