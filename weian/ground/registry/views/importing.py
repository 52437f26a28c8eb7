"""Places by Excel."""

from __future__ import annotations

import base64
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.ground.registry.actions.importing import Taken, columns, import_places
from weian.ground.registry.forms import PlacesImportForm
from weian.ground.registry.pack_schema import subject_types
from weian.ground.registry.views.common import managed_unit
from weian.kernel.sheets import UnreadableSheet, error_workbook, write_sheet
from weian.ui import api as ui


@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    unit = managed_unit(request)
    form = PlacesImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            done = import_places(data, unit=unit, by=request.viewer, partial=form.cleaned_data["partial"])  # type: ignore[attr-defined]
        except (UnreadableSheet, Refused) as refusal:
            form.add_error("file", str(refusal))
        else:
            if done.subjects:
                ui.say_done(request, f"已导入 {len(done.subjects)} 处。")
            return _page(request, unit, PlacesImportForm(), _told(data, done))
    return _page(request, unit, form, {})


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty sheet with the right headings."""
    managed_unit(request)
    kinds = "、".join(one.title for one in subject_types().values())
    note = f"一行一处；楼栋写在里面的房间前面。登记项写成“燃料=管道天然气；报警器=是”。类型可以写：{kinds}。"
    book = write_sheet("场所点位", [one.name for one in columns()], [], note=note)
    return ui.file_of(book, ui.SHEET, "场所点位.xlsx")


def _told(data: bytes, done: Taken) -> dict[str, Any]:
    told: dict[str, Any] = {"taken": len(done.subjects)}
    if done.result.errors:
        book = error_workbook(data, done.result.errors, header_row=done.result.header_row)
        told |= {"result": done.result, "workbook": base64.b64encode(book).decode(), "type": ui.SHEET}
    return told


def _page(request: HttpRequest, unit: Unit, form: PlacesImportForm, told: dict[str, Any]) -> HttpResponse:
    status = 422 if form.errors or ("result" in told and not told["taken"]) else 200
    return render(
        request, "registry/bring.html", {"menu_key": "places", "here": unit, "form": form, **told}, status=status
    )
