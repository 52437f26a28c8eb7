"""The page of a unit and the acts that change it: asked, rehearsed, confirmed."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Refused, Viewer, asks, proved
from weian.foundation.tree import access, choosing, jobs, presenters
from weian.foundation.tree.actions import changing
from weian.foundation.tree.forms import FORMS, ChangeForm
from weian.foundation.tree.models import Act, Change
from weian.foundation.tree.rehearsal import rehearse
from weian.foundation.tree.states import ChangeState
from weian.kernel import clock
from weian.ui import api as ui


@require_GET
def named(request: HttpRequest) -> HttpResponse:
    """Names of units at and under the viewer's own, for what was typed into a field."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    words = request.GET.get(request.GET.get("field", ""), "")[:120].replace("\x00", "")
    names = choosing.offered(words, viewer.unit, request.GET.getlist("kind"))
    return render(request, "tree/names.html", {"names": names})


@require_GET
def unit(request: HttpRequest, uid: UUID) -> HttpResponse:
    viewer = _manager(request)
    here = _unit(viewer, uid)
    acts, why_none = presenters.acts_for(viewer, here)
    waiting = Change.objects.filter(unit=here, status=ChangeState.PLANNED)
    planned = waiting.select_related("unit", "other", "asked_by__post__unit").first()
    context = {
        "menu_key": "units", "here": here,
        "path": [one for one in org.path_of(here) if viewer.unit.holds(one)],
        "acts": acts, "why_none": why_none, "events": presenters.history(here),
        "planned": planned, "withdrawal": asks(access.check_can_withdraw, viewer, planned) if planned else None,
    }  # fmt: skip
    return render(request, "tree/unit.html", context)


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, uid: UUID, act: Act) -> HttpResponse:
    """GET without anything: the form. GET with it filled in: the rehearsal. POST: done."""
    viewer = _manager(request)
    here = _unit(viewer, uid)
    data = request.POST if request.method == "POST" else request.GET if "why" in request.GET else None
    form = FORMS[act](data, unit=here, by=viewer)
    if data is None:
        return _act_page(request, here, form)
    if not form.is_valid():
        return _act_page(request, here, form, status=422)
    change = _draft(act, here, form)
    try:
        if request.method == "POST":
            return _done(request, changing.ask(act, here, uid=_key(request), by=proved(request), **form.asked()))
        changing.check(change, viewer)
    except (Refused, org.Busy) as refusal:
        form.add_error(None, str(refusal))
        # Who was only to be asked again confirms once more what is still to be seen.
        may = request.method == "POST" and asks(changing.check, change, viewer)[0]
        return _act_page(request, here, form, change=change if may else None, status=422)
    return _act_page(request, here, form, change=change)


@require_GET
def change(request: HttpRequest, uid: UUID) -> HttpResponse:
    """How a change stands; as a fragment where the page asks again by itself."""
    viewer = _manager(request)
    found = get_object_or_404(Change.objects.select_related("unit", "other"), pk=uid)
    _unit(viewer, found.unit_id)
    page = "ui/parts/job.html" if request.headers.get("HX-Request") else "tree/change.html"
    job = presenters.job(found, reverse("unit-change", args=[uid]))
    return render(request, page, {"menu_key": "units", "change": found, "job": job})


@require_POST
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    viewer = _manager(request)
    found = get_object_or_404(Change.objects.select_related("unit"), pk=uid)
    _unit(viewer, found.unit_id)
    try:
        changing.withdraw(found, by=viewer)
    except Refused as refusal:
        job = presenters.job(found, "")
        context = {"menu_key": "units", "change": found, "job": job, "refused": str(refusal)}
        return render(request, "tree/change.html", context, status=422)
    ui.say_done(request, "已撤回。")
    return redirect("unit", found.unit_id)


def _done(request: HttpRequest, change: Change) -> HttpResponse:
    if change.status == ChangeState.PLANNED and change.on <= clock.today():
        jobs.change.defer(uid=str(change.pk))
        return redirect("unit-change", change.pk)
    if change.status == ChangeState.PLANNED:
        ui.say_done(request, f"已记下，{change.on.isoformat()} 自动办理。")
    else:
        ui.say_done(request, f"{change.get_act_display()}已办：{change.outcome}")
    return redirect("unit", change.unit_id)


def _act_page(
    request: HttpRequest, here: Unit, form: ChangeForm, *, change: Change | None = None, status: int = 200
) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    context = {
        "menu_key": "units", "here": here, "form": form, "act": form.act,
        "rehearsal": rehearse(change) if change else None,
        "given": [(name, value) for name in form.fields for value in given.getlist(name)] if change else [],
        "key": request.POST.get("uid") or uuid4(), "later": change is not None and change.on > clock.today(),
    }  # fmt: skip
    return render(request, "tree/act.html", context, status=status)


def _draft(act: Act, here: Unit, form: ChangeForm) -> Change:
    """What is asked, as it would be put on record; never saved."""
    given = form.asked()
    for name in ("parts", "posts"):
        given[name] = [str(one.pk) for one in given.get(name, [])]
    return Change(act=act, unit=here, **given)


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("uid", ""))
    except ValueError:
        raise Refused("这一页不完整，请重新预演一次再确认。") from None


def _manager(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may(May.MANAGE_UNITS):
        raise Http404
    return viewer


def _unit(viewer: Viewer, uid: UUID) -> Unit:
    """A unit at or under the viewer's; what is absent or foreign looks alike."""
    return get_object_or_404(Unit.objects.select_related("parent").under(viewer.unit), pk=uid)
