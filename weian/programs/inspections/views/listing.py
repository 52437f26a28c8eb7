from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from weian.foundation.people.api import May, Viewer
from weian.programs.inspections.presenters import listing


@require_GET
def inspections(request: HttpRequest) -> HttpResponse:
    """Inspections that this post may know of: mine, planned, to sign, done."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    context = {
        "page": listing.page(viewer, *(request.GET.get(key, "") for key in ("view", "after", "unit"))),
        "may_plan": viewer.may(May.PLAN_INSPECTION), "may_inspect": viewer.may(May.INSPECT),
        "may_see_coverage": viewer.is_commission and viewer.may(May.SEE_BOARD), "menu_key": "inspections",
        "may_see_upkeep": not viewer.is_commission and viewer.may(May.MANAGE_PLACES),
    }  # fmt: skip
    return render(request, "inspections/list.html", context)
