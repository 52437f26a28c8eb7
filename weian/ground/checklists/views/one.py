"""One checklist: what it asks, its versions, who uses it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from weian.foundation.people.api import Refused, asks, names_of
from weian.ground.checklists import access, queries, using
from weian.ground.checklists.actions import making
from weian.ground.checklists.models import Checklist
from weian.ground.checklists.presenters import one as shown
from weian.ground.checklists.schema import Sheet
from weian.ground.checklists.views import pages
from weian.ui import api as ui

COPIES = 20


@require_safe
def pack(request: HttpRequest, code: str) -> HttpResponse:
    sheet = pages.pack_or_404(request, code)
    context = _context(request, sheet, [sheet.ref]) | {"code": code, "source": sheet.source}
    return render(request, "checklists/checklist.html", context)


@require_safe
def checklist(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The version in force, or the one that `?version=` names; a list without any goes to its draft."""
    found = pages.list_or_404(request, uid)
    if found.published is None:
        return redirect("checklist-building", uid)
    viewer, versions = pages.viewer_of(request), queries.published(found)
    version = found.published
    wanted = request.GET.get("version", "")
    if wanted:
        version = next((one for one in versions if str(one.number) == wanted), None) or _absent()
    keeps = access.can_keep(viewer, found)
    context = _context(request, version.sheet, [one.ref for one in versions])
    context |= {
        "checklist": found, "version": version, "versions": versions, "keeps": keeps, "source": version.sheet.source,
        "draft": pages.draft_of(found) if keeps else None,
        "names": names_of([one.published_by for one in versions if one.published_by]),
        "below": found.unit_id != viewer.unit.pk and viewer.unit.holds(found.unit),
    }  # fmt: skip
    return render(request, "checklists/checklist.html", context)


@require_POST
def taking_up(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Begin the next version, or go on with the draft that is there."""
    found = pages.kept_or_404(request, uid)
    try:
        making.take_up(found, by=pages.viewer_of(request))
    except Refused as refusal:
        return _refused(request, found, str(refusal))
    return redirect("checklist-building", uid)


@require_POST
def retirement(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = pages.kept_or_404(request, uid)
    try:
        making.retire(found, by=pages.viewer_of(request))
    except Refused as refusal:
        return _refused(request, found, str(refusal))
    ui.say_done(request, "已停用。以前用它做的检查都还在。")
    return redirect("checklist", uid)


@require_POST
def resumption(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = pages.kept_or_404(request, uid)
    try:
        making.resume(found, by=pages.viewer_of(request))
    except Refused as refusal:
        return _refused(request, found, str(refusal))
    ui.say_done(request, "已恢复使用。")
    return redirect("checklist", uid)


def _context(request: HttpRequest, sheet: Sheet, refs: Sequence[str]) -> dict[str, Any]:
    viewer = pages.viewer_of(request)
    copies = Checklist.objects.visible_to(viewer).filter(copied_from__in=refs).select_related("unit")
    copies = copies.order_by("unit__pos", "uid")
    may, refusal = asks(access.check_can_make, viewer)
    return {
        "sheet": sheet, "parts": shown.parts(sheet), "facts": shown.facts(sheet), "may_make": may, "refusal": refusal,
        "uses": using.uses(refs, viewer), "copies": list(copies[:COPIES]), "copies_count": copies.order_by().count(),
    }  # fmt: skip


def _refused(request: HttpRequest, found: Checklist, sentence: str) -> HttpResponse:
    return render(request, "checklists/refused.html", {"checklist": found, "said": sentence}, status=422)


def _absent() -> Any:
    raise Http404
