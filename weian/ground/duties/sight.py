"""What a viewer may see of duties: what is owed in the reach of the post, and what falls to post or person."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.duties.models import Obligation
from weian.ground.duties.owed import Owed, falls_to, one_owed


def viewer_of(request: HttpRequest) -> Viewer:
    return request.viewer  # type: ignore[attr-defined, no-any-return]


def seen(request: HttpRequest, obligation: UUID, unit: UUID) -> Owed:
    """What this unit owes by this obligation, in the period that the address names (default the present one).

    Raises Http404 alike for what was never asked, is forbidden, or does not exist.
    """
    viewer = viewer_of(request)
    asked = get_object_or_404(Obligation.objects.select_related("document", "clause", "issuer"), pk=obligation)
    owing = get_object_or_404(Unit.objects.select_related("parent").within(viewer.scope.ranges), pk=unit)
    one = one_owed(asked, owing, period_start=period_in(request))
    if one is None or not sees(viewer, one):
        raise Http404
    return one


def sees(viewer: Viewer, one: Owed) -> bool:
    """The commissions above, the unit's whole-unit posts, and whoever it falls to."""
    return viewer.reaches(one.unit) or falls_to(one, viewer)


def period_in(request: HttpRequest) -> date | None:
    """The first day of a period from the address; None where there is none that can be read."""
    try:
        return date.fromisoformat(request.GET.get("period", ""))
    except ValueError:
        return None
