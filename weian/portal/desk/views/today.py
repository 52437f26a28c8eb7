"""Home: today's acts of this post, soonest first; red items; what waits for others."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from weian.foundation.org import api as org
from weian.foundation.people.api import May, Viewer
from weian.ground.hazards import api as hazards
from weian.kernel import clock
from weian.portal.desk.home import home_of
from weian.portal.desk.sizes import prefer_desk, wants_phone

FRESH = timedelta(days=60)  # how long after its first start an instance is new


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    if request.viewer.is_contractor:  # type: ignore[attr-defined]
        return redirect("works")  # on a phone, too: all that a contractor has to do is there
    if "desk" in request.GET:
        prefer_desk(request)
    if wants_phone(request):
        return redirect("phone-home")
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    home = home_of(viewer)
    hazards.know_open_count(request, home.counts["open"])
    context = {
        "home": home, "groups": home.groups(request.GET.get("open", "")),
        "is_fresh": lambda: _is_fresh(request, viewer),  # asked only where there is nothing to do
        "may_report": viewer.may(May.REPORT_HAZARD), "may_issue": viewer.is_commission and viewer.may(May.ISSUE_NOTICE),
    }  # fmt: skip
    return render(request, "desk/today.html", context)


def _is_fresh(request: HttpRequest, viewer: Viewer) -> bool:
    """Nobody is below yet in an instance that is new, and this post is the one to put them down."""
    if clock.now() - request.instance.made_at > FRESH:  # type: ignore[attr-defined]
        return False
    return viewer.is_commission and viewer.may(May.MANAGE_UNITS) and not org.children_of(viewer.unit, limit=1)
