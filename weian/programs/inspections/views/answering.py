"""The checklist of a visit, on the spot."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from weian.foundation.evidence import api as evidence
from weian.foundation.people.api import Refused, Viewer, asks
from weian.ground.checklists import api as checklists
from weian.ground.hazards import api as hazards
from weian.programs.inspections import access, api, below
from weian.programs.inspections.actions.recording import answers_of
from weian.programs.inspections.models import Inspection
from weian.programs.inspections.views.common import seen
from weian.ui import api as ui


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Answer the checklist of a visit; what is answered so far is kept."""
    with seen(request, uid) as one:
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        may, refusal = asks(access.check_can_write, viewer, one)
        if not one.sheet or (not may and request.method != "POST"):
            raise Http404
        given, _ = answers_of(one)
        form = form_of(request, below.sheet_of(one.sheet), given)
        if request.method == "POST":
            if not may:
                form.said.append(refusal)
            elif not form.judged.errors and _kept(request, one, form, viewer):
                ui.say_done(request, "已保存。")
                return redirect("inspection", uid)
        context = {"one": one, "fill": form, "menu_key": "inspections"}
        return render(request, "inspections/sheet.html", context, status=422 if request.method == "POST" else 200)


def form_of(request: HttpRequest, sheet: checklists.Sheet, given: dict[str, object]) -> checklists.FillForm:
    """The sheet with what was answered, of this POST if it is one."""
    if request.method != "POST":
        return checklists.FillForm(sheet, given=given)  # type: ignore[arg-type]
    return checklists.FillForm(sheet, request.POST, request.FILES, key=ui.sent_key(request), given=given)  # type: ignore[arg-type]


def photos_of(fill: checklists.FillForm, role: str) -> list[hazards.Photo]:
    return [
        hazards.Photo(one.file, role=role, source=ui.source_of(one.origin), uid=one.uid)
        for one in fill.uploads
    ]  # fmt: skip


def _kept(request: HttpRequest, one: Inspection, fill: checklists.FillForm, viewer: Viewer) -> bool:
    try:
        with transaction.atomic():
            api.fill(one, fill.answers, by=viewer, note=request.POST.get("note", ""), photos=photos_of(fill, "scene"))
    except (Refused, evidence.Rejected) as refusal:
        fill.said.append(str(refusal))
        return False
    return True
