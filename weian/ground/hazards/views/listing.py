from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from weian.ground.hazards import queries
from weian.ground.hazards.filters import Filters
from weian.ground.hazards.presenters import listing


@require_GET
def hazards(request: HttpRequest) -> HttpResponse:
    """The hazards that this post may see, nearest deadline first."""
    viewer = request.viewer  # type: ignore[attr-defined]
    context = listing.context(Filters(request.GET, viewer), viewer)
    queries.know_open_count(request, context["menu_count"])
    return render(request, "hazards/list.html", context)


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """Units for the list's condition: asked for when it is opened, since a county has hundreds."""
    viewer = request.viewer  # type: ignore[attr-defined]
    context = listing.units(Filters(request.GET, viewer), request.GET.get("named", ""))
    return render(request, "ui/parts/found_options.html", context)
