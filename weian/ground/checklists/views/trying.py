"""The checklist as a phone shows it, to be tried: answers are judged and told, nothing is kept."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from weian.ground.checklists import access
from weian.ground.checklists.filling import FillForm
from weian.ground.checklists.schema import Sheet
from weian.ground.checklists.views import pages
from weian.ui import api as ui


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The draft for who keeps the list, else what is published."""
    checklist = pages.list_or_404(request, uid)
    draft = pages.draft_of(checklist) if access.can_keep(pages.viewer_of(request), checklist) else None
    version = draft or checklist.published
    assert version is not None  # list_or_404: a list without any version is shown to nobody else
    back = reverse("checklist-building" if draft else "checklist", args=[uid])
    return _tried(request, version.sheet, back, f"第 {version.number} 版{'草稿' if draft else ''}")


@require_http_methods(["GET", "POST"])
def pack_preview(request: HttpRequest, code: str) -> HttpResponse:
    sheet = pages.pack_or_404(request, code)
    return _tried(request, sheet, reverse("checklist-pack", args=[code]), f"版本 {sheet.version}")


def _tried(request: HttpRequest, sheet: Sheet, back: str, version: str) -> HttpResponse:
    sent = request.method == "POST"
    fill = FillForm(sheet, request.POST, request.FILES, ui.sent_key(request)) if sent else FillForm(sheet)
    context = {
        "sheet": sheet, "fill": fill, "back": back, "version": version,
        "judged": fill.judged if fill.is_valid else None,
        "thumb": {"label": "试着交一次", "icon": "check", "form": "try"},
    }  # fmt: skip
    return render(request, "checklists/preview.html", context, status=422 if sent and not fill.is_valid else 200)
