from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weian.foundation.people.api import May, Refused, Viewer
from weian.programs.inspections import api, reach, taking
from weian.programs.inspections.forms.planning import PlanForm, of_draw, of_template
from weian.programs.inspections.models import Plan
from weian.programs.inspections.pack_schema import templates
from weian.programs.inspections.presenters import plans
from weian.ui import api as ui


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Arrange visits, from nothing, from a template (`?template=`) or from what was drawn by lot (`?draw=`)."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may(May.PLAN_INSPECTION):
        raise Http404
    known = templates()
    chosen = known.get(request.GET.get("template", ""))
    told: dict[str, Any] | None = of_template(chosen) if chosen else None
    if request.method != "POST" and (asked := request.GET.get("draw", "")):
        told = of_draw(_taken(asked, viewer))
    form = PlanForm(request.POST or None, viewer=viewer, initial=told)
    if request.method == "POST" and form.is_valid():
        try:
            made = api.plan(_spec(form.cleaned_data, form.taken.experts if form.taken else frozenset()), by=viewer)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            ui.say_done(request, "已密封，只有您和检查组能打开。" if made.sealed else "已安排，已告诉被检查单位。")
            return redirect("inspection-plan", made.pk)
    context = {
        "form": form, "templates": known.values(), "chosen": chosen, "menu_key": "inspections",
        "draws": taking.offered(viewer), "drawn": str(form["draw"].value() or ""),
    }  # fmt: skip
    return render(request, "inspections/new.html", context, status=422 if form.errors else 200)


@require_GET
def plan(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A plan with its visits. Of a sealed one the cover, until the viewer has opened it and left a name."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    made = _found(viewer, uid)
    with reach.within(made, viewer):
        if made.sealed and api.opened_by(made, viewer) is None:
            return render(request, "inspections/cover.html", {"plan": made, "menu_key": "inspections"})
        return render(request, "inspections/plan.html", plans.context(made, viewer))


@require_POST
def opening(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Open a sealed plan; whoever does leaves a name."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    made = _found(viewer, uid)
    try:
        with reach.within(made, viewer):
            api.open_seal(made, by=viewer)
    except Refused as refusal:
        context = {"plan": made, "refusal": str(refusal), "menu_key": "inspections"}
        return render(request, "inspections/cover.html", context, status=422)
    return redirect("inspection-plan", uid)


def _taken(asked: str, viewer: Viewer) -> taking.Taken:
    """What was drawn; of another office, voided and not there look alike."""
    try:
        found = taking.taken(UUID(asked), viewer)
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


def _found(viewer: Viewer, uid: UUID) -> Plan:
    made = reach.find_plan(uid, viewer)
    if made is None:
        raise Http404
    return made


def _spec(told: dict[str, Any], rated: frozenset[UUID]) -> api.PlanSpec:
    sent: dict[UUID, list[Any]] = told.get("sent") or {}
    drawn = {one.pk: one for team in sent.values() for one in team if one.pk in rated}
    return api.PlanSpec(
        uid=told["uid"], title=told["title"], mode=told["mode"], first_day=told["first_day"],
        last_day=told["last_day"], units=told["units"], team=[*told["team"], *told["experts"]],
        experts=[*told["experts"], *drawn.values()], methods=told["methods"], focuses=told["focuses"].splitlines(),
        sheet=told["sheet"], document=told["document"], clauses=told["clause_uids"],
        agencies=list(told.get("agencies") or ()), draw=told["draw"], sent=sent,
    )  # fmt: skip
