from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from weian.ground.hazards import pack_schema
from weian.ground.hazards.filters import Filters
from weian.ground.hazards.presenters import listing


@require_GET
def hazards(request: HttpRequest) -> HttpResponse:
    """The hazards that this post may see, nearest deadline first."""
    viewer = request.viewer  # type: ignore[attr-defined]
    context = listing.context(Filters(request.GET, viewer), viewer)
    return render(request, "hazards/list.html", context | {"export_code": _first_ledger()})


def _first_ledger() -> str:
    views = pack_schema.ledger_views()
    return views[0].code if views else ""
