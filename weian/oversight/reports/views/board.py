"""The board (驾驶舱): one wall-screen page per node, every figure a door, refreshing by itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from weian.foundation.org.api import Kind, count_at
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Viewer
from weian.kernel import clock
from weian.oversight.reports.board import loop, progress, rates, reds
from weian.oversight.reports.catalogue import measures

THEMES = {"wall", "light"}


@require_GET
def board(request: HttpRequest, node: UUID | None = None) -> HttpResponse:
    """The board of the viewer's unit, or of a node below it. `?part=1` gives only what refreshes."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may(May.SEE_BOARD):
        raise Http404
    here = get_object_or_404(Unit.objects.current().under(viewer.unit), pk=node) if node else viewer.unit
    theme = request.GET.get("theme", "light")
    context = board_of(here) | {"wall_theme": theme if theme in THEMES else "light", "viewer_unit": viewer.unit}
    name = "reports/_board.html" if request.headers.get("HX-Request") else "reports/board.html"
    return render(request, name, context)


def board_of(here: Unit) -> dict[str, Any]:
    """Everything that the board of a node shows."""
    now = clock.now()
    today = now.date()
    # All at once; the parts below find them taken.
    measures([*loop.WANTED, *rates.WANTED, *reds.WANTED], here, on=today)
    red, red_total = reds.reds(here, today)
    stages = loop.stages(here, today)
    return {
        "node": here, "now": now, "refreshed": now, "tiles": loop.tiles(here, today), "stages": stages,
        "ages": loop.ages(here, today), "open_total": sum(stage["count"] for stage in stages),
        "year": loop.year(here, today), "running": progress.running(here, today), "reds": red,
        "red_total": red_total, "rates": rates.rates(here, today),
        "institutions": count_at(here, "board.institutions", _institutions),
        "is_commission": here.kind == Kind.COMMISSION,
    }  # fmt: skip


def _institutions(node: Unit) -> QuerySet[Unit]:
    return Unit.objects.current().under(node).institutions().exclude(pk=node.pk)
