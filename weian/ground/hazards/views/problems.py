"""The problems of a test or assessment report become hazards here; and which yearly tests a unit has."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.duties.models import Record
from weian.ground.hazards.models import Problem
from weian.ground.hazards.problems.forms import ProblemForm
from weian.ground.hazards.problems.settling import check_can_settle, problems_of, settle
from weian.ground.hazards.problems.standing import places_of, tests_of
from weian.kernel import keyset
from weian.ui import api as ui


@require_http_methods(["GET", "HEAD", "POST"])
def problems(request: HttpRequest, record: UUID) -> HttpResponse:
    """Every problem of the report: its hazard, or the form that makes it one."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = get_object_or_404(Record.objects.visible_to(viewer).select_related("unit"), pk=record)
    named = problems_of(found)
    if not named:
        raise Http404
    bound, order = None, 0
    if request.method == "POST":
        order = keyset.number(request.POST.get("order")) or 0
        bound = ProblemForm(request.POST, record=found, order=order)
        if bound.is_valid() and _settled(bound, found, order, viewer):
            ui.say_done(request, f"第 {order} 个问题已登记。")
            return redirect("problems", record=record)
    context = {"record": found, "lines": _lines(found, named, viewer, bound, order), "bound": bound}
    return render(request, "hazards/problems.html", context, status=422 if bound is not None else 200)


def _settled(form: ProblemForm, record: Record, order: int, viewer: Viewer) -> bool:
    try:
        with transaction.atomic():
            settle(record, order, by=viewer, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _lines(
    record: Record, named: list[str], viewer: Viewer, bound: ProblemForm | None, at: int
) -> list[dict[str, Any]]:
    settled = {one.order: one for one in Problem.objects.filter(record=record).select_related("hazard")}
    refusal = _refusal(viewer, record)
    lines = []
    for order, text in enumerate(named, 1):
        form = None
        if order not in settled and not refusal:
            form = bound if bound is not None and order == at else ProblemForm(record=record, order=order)
        lines.append({
            "order": order, "text": text, "settled": settled.get(order), "form": form,
            "is_open": order == at or order == len(settled) + 1,
        })  # fmt: skip
    return lines


def _refusal(viewer: Viewer, record: Record) -> str:
    try:
        check_can_settle(viewer, record)
    except Refused as refusal:
        return str(refusal)
    return ""


@require_safe
def tests(request: HttpRequest) -> HttpResponse:
    """检测评估: what the viewer's institution has tested and assessed, and which places nobody has."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may(May.REPORT_HAZARD):
        raise Http404
    found = [] if viewer.is_commission else tests_of(viewer.unit)
    places = [] if viewer.is_commission else places_of(viewer.unit, found)
    return render(request, "hazards/tests.html", {"tests": found, "places": places, "commission": viewer.is_commission})
