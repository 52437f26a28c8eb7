"""报隐患: from the desk, and from the phone in three taps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from weian.foundation.evidence.api import Rejected
from weian.foundation.people.api import Refused, Viewer
from weian.ground.hazards import danger
from weian.ground.hazards.actions.reporting import report
from weian.ground.hazards.forms import ReportForm
from weian.ground.hazards.kinds import Mode
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.views.photos import photos_from
from weian.ground.registry.models import Subject
from weian.kernel import memo
from weian.ui import api as ui


@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    return _reporting(request, "hazards/report.html", choose=True)


@require_http_methods(["GET", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    return _reporting(request, "hazards/phone_report.html", choose=False)  # a page of few bytes: no list of places


def _reporting(request: HttpRequest, template: str, *, choose: bool) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    subject = _subject(request, viewer)
    if request.method == "GET":
        form = ReportForm(viewer=viewer, place=request.GET.get("place", "")[:120], subject=subject, choose=choose)
        return render(request, template, _context(form, viewer))
    with memo.among_acts():
        form = ReportForm(request.POST, request.FILES, viewer=viewer, subject=subject, choose=choose)
        hazard = _reported(request, form, viewer) if form.is_valid() else None
    if hazard:
        ui.say_done(request, f"已登记 {hazard.no}。定级、派给谁、几时改完，由安全管理人员定，会告诉你。")
        return redirect("hazard", uid=hazard.uid)
    return render(request, template, _context(form, viewer), status=422)


def _subject(request: HttpRequest, viewer: Viewer) -> Subject | None:
    """The place that the address or the form names, as far as the viewer may see it."""
    said = request.POST.get("subject") or request.GET.get("subject", "")
    try:
        return Subject.objects.visible_to(viewer).select_related("unit").filter(pk=UUID(said)).first() if said else None
    except ValueError:
        return None


def _reported(request: HttpRequest, form: ReportForm, viewer: Viewer) -> Hazard | None:
    said: dict[str, Any] = form.cleaned_data
    photos = photos_from(request, "photo", "before", key=said["uid"])
    try:
        return report(
            uid=said["uid"], by=viewer, unit=said.get("unit") or viewer.unit, text=said["text"], type=said["type"],
            place=said["place"], subject=said.get("subject"), department=said.get("department"), photos=photos,
            found_mode=Mode.DAILY if said.get("on_behalf") else said.get("found_mode") or Mode.DAILY,
            on_behalf=bool(said.get("on_behalf")),
        )  # fmt: skip
    except Refused as refused:
        form.add_error(None, str(refused))
    except Rejected as rejected:
        form.add_error("photo", str(rejected))
    return None


def _context(form: ReportForm, viewer: Viewer) -> dict[str, Any]:
    return {
        "form": form,
        "fire": danger.FIRE,
        "desks": danger.numbers(viewer),
        "thumb": {"label": "上报", "icon": "send", "form": "report"},
    }
