from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weian.ground.duties.presenters import listing
from weian.ground.duties.sight import viewer_of


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """What falls to me, to my unit, waits for my acceptance, is late, is done."""
    return render(request, "duties/list.html", listing.context(viewer_of(request), request.GET))
