"""今日 on the phone: danger first, then what falls to this person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weian.foundation.people.api import May, Viewer
from weian.ground.hazards import api as hazards
from weian.portal.desk.api import NOW, home_of, prefer_phone

SHOWN = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    prefer_phone(request)
    found = home_of(viewer)
    groups = found.groups(request.GET.get("open", ""), shown=SHOWN)
    urgent = {group.key for group in NOW}
    context = {
        "home": found, "now": [one for one in groups if one["key"] in urgent],
        "ahead": [one for one in groups if one["key"] not in urgent],
        "fire": hazards.FIRE, "desks": hazards.danger_numbers(viewer),
        "may_report": viewer.may(May.REPORT_HAZARD), "tab_key": "phone-today",
    }  # fmt: skip
    return render(request, "phone/home.html", context)
