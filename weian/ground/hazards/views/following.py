from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from weian.foundation.people.api import May, Viewer
from weian.ground.hazards.following import sections


@require_GET
def following(request: HttpRequest) -> HttpResponse:
    """What lies over hazards in sight and waits: 挂牌、异议、协调、移交、回头看."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    context = {"sections": sections(viewer), "may_test": viewer.may(May.REPORT_HAZARD)}
    return render(request, "hazards/following.html", context)
