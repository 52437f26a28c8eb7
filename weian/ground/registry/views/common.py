from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from weian.foundation.org.kinds import Kind
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.registry import access
from weian.ground.registry.models import Subject
from weian.ground.registry.queries import RELATED

HAVING = (Kind.COMMISSION, Kind.INSTITUTION)


def seen(request: HttpRequest, uid: UUID) -> Subject:
    """The subject if this viewer may see it; absent and forbidden look alike."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found: Subject = get_object_or_404(Subject.objects.visible_to(viewer).select_related(*RELATED), pk=uid)
    return found


def kept(request: HttpRequest, uid: UUID) -> Subject:
    """The subject if this viewer keeps its register; whoever does not learns nothing."""
    found = seen(request, uid)
    if not access.can_manage(request.viewer, found.unit):  # type: ignore[attr-defined]
        raise Http404
    return found


def unit_of(request: HttpRequest) -> Unit:
    """The unit whose register is looked at: the viewer's own, or one below it that is named."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.scope.ranges:
        raise Http404
    named = request.POST.get("unit") or request.GET.get("unit")
    if not named:
        return viewer.unit
    try:
        uid = UUID(named)
    except ValueError:
        raise Http404 from None
    found = Unit.objects.current().filter(kind__in=HAVING).within(viewer.scope.ranges).select_related("parent")
    return get_object_or_404(found, pk=uid)


def managed_unit(request: HttpRequest) -> Unit:
    unit = unit_of(request)
    if not access.can_manage(request.viewer, unit):  # type: ignore[attr-defined]
        raise Http404
    return unit
