"""The pool by Excel."""

from __future__ import annotations

import base64
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from weian.ground.experts.actions.importing import columns, import_experts
from weian.ground.experts.views.pool import _keeper as keeper
from weian.kernel.sheets import UnreadableSheet, error_workbook, write_sheet
from weian.ui import api as ui


class SheetForm(ui.Form):
    use_required_attribute = False
    file = forms.FileField(label="Excel 表", widget=forms.FileInput(attrs={"accept": ".xlsx"}))


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    viewer = keeper(request)
    told: dict[str, Any] = {}
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            result, taken = import_experts(data, by=viewer)
        except UnreadableSheet as refusal:
            form.add_error("file", str(refusal))
        else:
            if not result.errors:
                ui.say_done(request, f"已入库 {taken} 人。")
                return redirect("experts")
            told = _errors(data, result)
    context = {"form": form, "menu_key": "draws", **told}
    return render(request, "experts/bring.html", context, status=422 if form.errors or told else 200)


def _errors(data: bytes, result: Any) -> dict[str, Any]:
    book = error_workbook(data, result.errors, header_row=result.header_row)
    return {"result": result, "workbook": base64.b64encode(book).decode(), "type": ui.SHEET}


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty sheet with the right headings."""
    keeper(request)
    note = "一行一人。几项专长用顿号隔开；工作单位写全称，辖区内的会自动回避。"
    book = write_sheet("专家库", [one.name for one in columns()], [], note=note)
    return ui.file_of(book, ui.SHEET, "专家库.xlsx")
