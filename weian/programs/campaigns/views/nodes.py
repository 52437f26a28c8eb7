"""Nodes of the year: the calendar, the days that a commission enters, and a leader's check."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from weian.foundation.documents import api as documents
from weian.foundation.evidence import api as evidence
from weian.foundation.people.api import Refused, asks
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.programs.campaigns import access, api
from weian.programs.campaigns.forms_nodes import CheckForm, DaysForm
from weian.programs.campaigns.models import KeyDay, NodeCheck
from weian.programs.campaigns.pack_schema import key_nodes
from weian.programs.campaigns.presenters import nodes as presenter
from weian.programs.campaigns.presenters import workdays as arrangements
from weian.programs.campaigns.views.pages import sees_nodes, viewer_of
from weian.ui import api as ui

AHEAD = timedelta(days=60)  # from November on it is the coming year whose days are wanted


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """All nodes of a year as they hold for the viewer's unit."""
    viewer, year = viewer_of(request), _year(request.GET.get("year", ""))
    if not sees_nodes(viewer):
        raise Http404
    may, _ = asks(access.check_can_set_days, viewer)
    context = {"menu_key": "notices", "lines": presenter.of_year(viewer, year), "year": year, "may": may}
    return render(request, "campaigns/nodes.html", context)


@require_safe
def workdays(request: HttpRequest) -> HttpResponse:
    """By which days off and make-up workdays the terms of a year (?year=) are counted."""
    found = arrangements.of_year(_year(request.GET.get("year", "")))
    context = {"menu_key": "notices", "found": found, "sees_nodes": sees_nodes(viewer_of(request))}
    return render(request, "campaigns/workdays.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def days(request: HttpRequest) -> HttpResponse:
    """The commission enters the days of a year (?year=); what it does not know stays 待定."""
    viewer = viewer_of(request)
    if not asks(access.check_can_set_days, viewer)[0]:
        raise Http404
    year = _year(request.POST.get("year") or request.GET.get("year", ""))
    own = {one.code: one for one in KeyDay.objects.filter(unit=viewer.unit, year=year)}
    form = DaysForm(request.POST or None, nodes=key_nodes(), year=year, known=own)
    if request.method == "POST" and form.is_valid():
        try:
            api.set_days(year, form.specs(), by=viewer)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            ui.say_done(request, f"{year}年的节点已存。节前检查到日子会列给各单位和领导。")
            return redirect(f"{reverse('nodes')}?year={year}")
    context = {"menu_key": "notices", "form": form, "year": year, "unit": viewer.unit}
    return render(request, "campaigns/node_days.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One leader's check before a node: the leader writes it down, others see whether it was done."""
    viewer = viewer_of(request)
    found = get_object_or_404(
        NodeCheck.objects.visible_to(viewer).select_related("day", "unit", "post", "done_by"), pk=uid
    )
    may, refusal = asks(access.check_can_note, viewer, found)
    form = CheckForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _noted(request, found, form):
        ui.say_done(request, "已记下这次节前检查。")
        return redirect("node-check", uid)
    context = {
        "menu_key": "notices", "check": found, "form": form, "may": may,
        "refusal": "" if found.done_at else refusal,
        "document": documents.readable([found.day.document_id], viewer).get(found.day.document_id),
    }  # fmt: skip
    return render(request, "campaigns/node_check.html", context, status=422 if form.errors else 200)


def _noted(request: HttpRequest, found: NodeCheck, form: CheckForm) -> bool:
    said: dict[str, Any] = form.cleaned_data
    key = ui.sent_key(request) or uuid4()
    files = [
        duties.File(
            one, role="photo", uid=uuid5(key, f"photos-{at}"),
            source=ui.sent_source(request, "photos", at),
        )
        for at, one in enumerate(said["photos"])
    ]  # fmt: skip
    spec = duties.RecordSpec(
        uid=key, kind=duties.AskKind.INSPECTION, title=f"{found.day.title}节前带队检查", text=said["text"],
        happened_on=said["happened_on"], facts=form.facts(), files=files,
    )  # fmt: skip
    return evidence.done(form, lambda: api.note_check(found, spec, by=viewer_of(request)), files="photos")


def _year(text: str) -> int:
    coming = (clock.today() + AHEAD).year
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else coming
    return min(max(year, 2020), 2100)
