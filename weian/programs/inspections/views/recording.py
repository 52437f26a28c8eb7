"""Looked at and handed in, in one act: anything of one's own from the desk, or a place from its page."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from weian.foundation.evidence import api as evidence
from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.checklists import api as checklists
from weian.ground.registry import api as registry
from weian.programs.inspections import access, api, at_place, below
from weian.programs.inspections.forms.recording import NewForm, PlaceForm
from weian.programs.inspections.models import Inspection
from weian.programs.inspections.views.answering import form_of, photos_of
from weian.programs.inspections.views.common import key_of
from weian.ui import api as ui


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Look at something and hand it in (`?sheet=` and `?unit=` say what is opened).

    From the page of a place `?subject=` names it, and `?code=` is the label that was scanned on the spot.
    """
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may(May.INSPECT):
        raise Http404
    said = request.POST if request.method == "POST" else request.GET
    place = _place(request, said, viewer)
    chosen = _chosen(request, said, place, viewer)
    fill, fits = None, chosen.is_bound and chosen.is_valid()
    if fits or (place and request.method == "POST" and chosen.cleaned_data.get("sheet")):
        fill = form_of(request, below.sheet_of(chosen.cleaned_data["sheet"]), {})
        if request.method == "POST" and fits and fill.is_valid:
            try:
                made = _submit(request, chosen, fill, viewer)
            except (Refused, evidence.Rejected) as refusal:
                fill.said.append(str(refusal))
            else:
                return _done(request, made, fill, place)
    status = 422 if chosen.errors or request.method == "POST" else 200
    context = {"form": chosen, "fill": fill, "key": uuid4(), "menu_key": "inspections", **_of_place(said, place)}
    return render(request, "inspections/record.html", context, status=status)


def _place(request: HttpRequest, said: QueryDict, viewer: Viewer) -> registry.Subject | None:
    """The place that was named without its unit; absent, forbidden and out of use look alike before one writes."""
    named = said.get("subject")
    if said.get("unit") or not named:
        return None
    try:
        uid = UUID(named)
    except ValueError:
        raise Http404 from None
    seen = registry.Subject.objects.visible_to(viewer)
    found: registry.Subject = get_object_or_404(seen.select_related("unit__parent", "department__parent"), pk=uid)
    if request.method != "POST" and not at_place.may(found, viewer):
        raise Http404
    return found


def _chosen(
    request: HttpRequest, said: QueryDict, place: registry.Subject | None, viewer: Viewer
) -> NewForm | PlaceForm:
    if place is None:
        return NewForm(said or None, viewer=viewer)
    return PlaceForm(said if request.method == "POST" or said.get("sheet") else None, viewer=viewer, place=place)


def _submit(
    request: HttpRequest, chosen: NewForm | PlaceForm, fill: checklists.FillForm, viewer: Viewer
) -> Inspection:  # fmt: skip
    told = chosen.cleaned_data
    if isinstance(chosen, PlaceForm):
        access.check_can_inspect_at(viewer, chosen.place)
    return api.submit(
        uid=key_of(request), by=viewer, unit=told["unit"], mode=told["mode"], sheet_ref=told["sheet"],
        answers=fill.answers, photos=photos_of(fill, "before"), outside_signer=told.get("outside_signer", ""),
        subject=told["subject"].pk if told.get("subject") else None,
        at_scan=request.POST.get("code") or None if isinstance(chosen, PlaceForm) else None,
    )  # fmt: skip


def _done(
    request: HttpRequest, made: Inspection, fill: checklists.FillForm, place: registry.Subject | None
) -> HttpResponse:
    """Back to where it was begun: at the page of a place with how its round stands now."""
    found = "发现的问题已登记为隐患" if fill.judged.faults else "没有发现问题"
    if place is None:
        ui.say_done(request, f"已提交，{found}。")
        return redirect("inspection", made.pk)
    ui.say_done(request, f"已提交，{found}。{below.round_after(made)}")
    return redirect("subject", place.pk)


def _of_place(said: QueryDict, place: registry.Subject | None) -> dict[str, Any]:
    """A code that is not, or no longer, that of the place is dropped: the next press counts as not scanned."""
    if place is None:
        return {}
    code = said.get("code", "")[:20]
    code = code if code and registry.is_label_of(code, place) else ""
    return {"place": place, "code": code, "again_url": at_place.url(place, code)}
