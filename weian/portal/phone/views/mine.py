"""我的: what I reported and how it stands; my post; the way out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weian.foundation.people.api import May, Viewer
from weian.ground.hazards import api as hazards
from weian.portal.phone.models import Line

SHOWN = 20


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = hazards.reported_by(viewer, limit=SHOWN + 1)
    gapped = Line.objects.visible_to(viewer).gapped().filter(unit=viewer.unit)
    context = {
        "reported": [
            {"hazard": one, "whose": hazards.whose(one), "progress": progress, "kind": kind}
            for one in found[:SHOWN]
            for progress, kind in [hazards.ring_of(one)]
        ],
        "more": len(found) > SHOWN, "may_report": viewer.may(May.REPORT_HAZARD), "tab_key": "phone-mine",
        "gapped": gapped.select_related("person")[:SHOWN],
        "may_deputise": bool(viewer.scope.ranges),
    }  # fmt: skip
    return render(request, "phone/mine.html", context)
