from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Viewer
from weian.programs.inspections.coverage import coverage_of, heat_of, samples_of
from weian.programs.inspections.detection import cards_of
from weian.programs.inspections.lower import lower_of
from weian.programs.inspections.upkeep import providers_of


@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """Which directly managed units were inspected, who was not seen for how long, how many of those below, and what the
    counties sampled; `?of=` opens a commission below."""
    viewer = _of_commission(request)
    here = _below(viewer, request.GET.get("of", ""))
    samples, first, last = samples_of(here)
    context = {
        "coverage": coverage_of(here), "lower": lower_of(here), "samples": samples, "quarter": (first, last),
        "here": here, "own": here.pk == viewer.unit.pk,
        "above": here.parent if here.parent_id != viewer.unit.pk else None,
        "menu_key": "inspections",
    }  # fmt: skip
    return render(request, "inspections/coverage.html", context)


@require_GET
def clauses(request: HttpRequest) -> HttpResponse:
    """Findings by clause and county."""
    viewer = _of_commission(request)
    return render(request, "inspections/clauses.html", {"heat": heat_of(viewer.unit), "menu_key": "inspections"})


@require_GET
def effectiveness(request: HttpRequest) -> HttpResponse:
    """What cross-checks say of daily supervision: the viewer's own card, and those of the counties (?of= opens one)."""
    viewer = _of_commission(request)
    own, *below = cards_of(viewer.unit)
    wanted = request.GET.get("of", "")
    shown = next((one for one in below if str(one.commission.pk) == wanted), own)
    context = {"own": own, "below": below, "shown": shown, "menu_key": "inspections"}
    return render(request, "inspections/effectiveness.html", context)


@require_GET
def upkeep(request: HttpRequest) -> HttpResponse:
    """The maintainers of a unit: what they owe, what is late, and how much only they know."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.is_commission or not viewer.may(May.MANAGE_PLACES):
        raise Http404
    context = {"providers": providers_of(viewer.unit), "unit": viewer.unit, "menu_key": "inspections"}
    return render(request, "inspections/upkeep.html", context)


def _below(viewer: Viewer, named: str) -> Unit:
    """The viewer's commission, or the one below it that is named."""
    if not named:
        return viewer.unit
    try:
        uid = UUID(named)
    except ValueError:
        raise Http404 from None
    found = Unit.objects.current().commissions().under(viewer.unit).select_related("parent")
    return get_object_or_404(found, pk=uid)


def _of_commission(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.is_commission or not viewer.may(May.SEE_BOARD):
        raise Http404
    return viewer
