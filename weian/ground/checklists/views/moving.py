"""Checklists out to Excel and in again; bad cells come back in an annotated workbook."""

from __future__ import annotations

import base64
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from weian.foundation.people.api import Refused
from weian.ground.checklists import access, pack_schema
from weian.ground.checklists.actions import importing
from weian.ground.checklists.forms import ImportForm
from weian.ground.checklists.schema import Sheet
from weian.ground.checklists.views import pages
from weian.kernel.sheets import UnreadableSheet, error_workbook
from weian.ui import api as ui


@require_safe
def table(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The draft for who keeps the list, else what is published."""
    checklist = pages.list_or_404(request, uid)
    draft = pages.draft_of(checklist) if access.can_keep(pages.viewer_of(request), checklist) else None
    version = draft or checklist.published
    if version is None:
        raise Http404
    return _written(version.sheet)


@require_safe
def pack_table(request: HttpRequest, code: str) -> HttpResponse:
    return _written(pages.pack_or_404(request, code))


@require_http_methods(["GET", "POST"])
def bringing(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Replace the sections of the draft by those of a workbook."""
    checklist = pages.kept_or_404(request, uid)
    draft = pages.draft_of(checklist)
    if draft is None:
        raise Http404
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    context = {"checklist": checklist, "form": form}
    if not form.is_valid():
        return render(request, "checklists/import.html", context, status=422 if form.is_bound else 200)
    data = form.cleaned_data["file"].read()
    try:
        result = importing.read_in(
            draft, data, domains=pack_schema.domains(), types=pack_schema.hazard_types(), by=pages.viewer_of(request)
        )
    except (UnreadableSheet, Refused) as refusal:
        form.add_error("file", str(refusal))
        return render(request, "checklists/import.html", context, status=422)
    if result.errors:
        book = error_workbook(data, result.errors, header_row=result.header_row)
        context |= {"result": result, "workbook": base64.b64encode(book).decode(), "type": ui.SHEET}
        return render(request, "checklists/import.html", context, status=422)
    if not result.rows:
        form.add_error("file", "表里没有检查项，草稿没有改动。")
        return render(request, "checklists/import.html", context, status=422)
    ui.say_done(request, f"已导入 {len(result.rows)} 项，草稿里的各节已换成表里的。")
    return redirect("checklist-building", uid)


def _written(sheet: Sheet) -> HttpResponse:
    book = importing.write_out(sheet, pack_schema.domains(), pack_schema.hazard_types())
    return ui.file_of(book, ui.SHEET, f"{sheet.title}.xlsx")
