"""What the pages of checklists share: whose page it is, and what is not theirs looks absent."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from weian.foundation.people.api import Viewer
from weian.ground.checklists import access, queries
from weian.ground.checklists.models import Checklist, ChecklistVersion
from weian.ground.checklists.schema import Sheet
from weian.ground.checklists.states import VersionState


def viewer_of(request: HttpRequest) -> Viewer:
    return request.viewer  # type: ignore[attr-defined, no-any-return]


def list_or_404(request: HttpRequest, uid: UUID) -> Checklist:
    """A list that the viewer may see; one that was never published only for those who build it."""
    viewer = viewer_of(request)
    found = Checklist.objects.visible_to(viewer).select_related("unit", "published")
    checklist: Checklist = get_object_or_404(found, pk=uid)
    if checklist.published is None and not access.can_keep(viewer, checklist):
        raise Http404
    return checklist


def kept_or_404(request: HttpRequest, uid: UUID) -> Checklist:
    """A list that the viewer keeps; anybody else is told that there is no such page."""
    checklist = list_or_404(request, uid)
    if not access.can_keep(viewer_of(request), checklist):
        raise Http404
    return checklist


def draft_of(checklist: Checklist) -> ChecklistVersion | None:
    draft = checklist.versions.filter(status=VersionState.DRAFT).first()
    if draft:
        draft.checklist = checklist
    return draft


def pack_or_404(request: HttpRequest, code: str) -> Sheet:
    """A sheet of content: for everybody who has a place."""
    sheet = queries.pack_sheets().get(code) if viewer_of(request).scope.ranges else None
    if sheet is None:
        raise Http404
    return sheet
