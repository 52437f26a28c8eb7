from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weian.foundation.people.api import May, Viewer, asks
from weian.ground.works import access, reach
from weian.ground.works.presenters import listing
from weian.ground.works.views.common import viewer_of


@require_safe
def works(request: HttpRequest) -> HttpResponse:
    """Contractors, what they have to put right, permits and sites; guests have those lists that are theirs."""
    viewer = viewer_of(request)
    if not reach.is_guest(viewer) and not viewer.scope.ranges:
        raise Http404
    known = listing.views_of(viewer)
    view = request.GET.get("view", "")
    view = view if view in known else known[0]
    uids, total = listing.ids(viewer, view, request.GET.get("after", ""))
    with reach.around(viewer):
        page = listing.page(viewer, view, uids, total)
        context = {"menu_key": "works", "page": page, "view": view, "guest": reach.is_guest(viewer), **_may(viewer)}
        return render(request, "works/list.html", context)


def _may(viewer: Viewer) -> dict[str, bool]:
    return {
        "may_keep": not viewer.is_commission and asks(access.check_can_keep, viewer, viewer.unit)[0],
        "may_ask": viewer.is_contractor or (viewer.may(May.REPORT_HAZARD) and not viewer.is_commission),
        "may_find": viewer.may(May.REPORT_HAZARD) and not viewer.is_commission,
    }
