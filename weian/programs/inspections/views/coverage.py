from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from weian.foundation.people.api import May, Viewer
from weian.programs.inspections.coverage import coverage_of, heat_of, samples_of


@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """Which directly managed units were inspected, who was not seen for how long, and what the counties sampled."""
    viewer = _of_commission(request)
    samples, first, last = samples_of(viewer.unit)
    context = {
        "coverage": coverage_of(viewer.unit), "samples": samples, "quarter": (first, last),
        "menu_key": "inspections",
    }  # fmt: skip
    return render(request, "inspections/coverage.html", context)


@require_GET
def clauses(request: HttpRequest) -> HttpResponse:
    """Findings by clause and county."""
    viewer = _of_commission(request)
    return render(request, "inspections/clauses.html", {"heat": heat_of(viewer.unit), "menu_key": "inspections"})


def _of_commission(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.is_commission or not viewer.may(May.SEE_BOARD):
        raise Http404
    return viewer
