from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Refused, Viewer
from weian.kernel.transitions import IllegalMove
from weian.oversight.watch import queries
from weian.oversight.watch.actions import answering
from weian.oversight.watch.forms import DropForm, ExplainForm, RelookForm
from weian.oversight.watch.models import Signal
from weian.oversight.watch.presenters import signals as presenter
from weian.ui import api as ui


@require_safe
def watch(request: HttpRequest) -> HttpResponse:
    """What concerns the viewer: their own checks, what they are asked to look at again, and what they may arrange."""
    viewer = _viewer(request)
    context = presenter.listed(viewer, request.GET.get("view", ""), request.GET.get("after", ""))
    return render(request, "watch/watch.html", {**context, "menu_key": "watch"})


@require_safe
def unfound(request: HttpRequest) -> HttpResponse:
    """The estimate of what is still unfound, of one's own unit or (`?unit=`) of one that one supervises."""
    viewer = _viewer(request)
    unit = _unit(request.GET.get("unit", ""), viewer)
    return render(request, "watch/unfound.html", {**presenter.unfound(unit, viewer), "menu_key": "watch"})


@require_safe
def signal(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _page(request, _found(request, uid))


@require_POST
def explanation(request: HttpRequest, uid: UUID) -> HttpResponse:
    form = ExplainForm(request.POST)
    return _act(
        request, uid, "explain_form", form,
        lambda one: answering.explain(one, form.cleaned_data["text"], by=_viewer(request)), "说明已记下。",
    )  # fmt: skip


@require_POST
def relook(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = _found(request, uid)
    form = RelookForm(request.POST, people=queries.lookers(found.unit, but=found.person_id))
    return _act(
        request, uid, "relook_form", form,
        lambda one: answering.ask_relook(one, form.cleaned_data["to"], by=_viewer(request)), "已请人复核。",
    )  # fmt: skip


@require_POST
def dropping(request: HttpRequest, uid: UUID) -> HttpResponse:
    form = DropForm(request.POST)
    return _act(
        request, uid, "drop_form", form,
        lambda one: answering.drop(one, form.cleaned_data["why"], by=_viewer(request)), "已记下，不复核。",
    )  # fmt: skip


@require_POST
def settlement(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _act(
        request, uid, "settle_form", ui.Form(request.POST),
        lambda one: answering.settle(one, by=_viewer(request)), "复核完了，谢谢。",
    )  # fmt: skip


def _act(
    request: HttpRequest, uid: UUID, name: str, form: Any, act: Callable[[Signal], object], done: str
) -> HttpResponse:  # fmt: skip
    found = _found(request, uid)
    if form.is_valid():
        try:
            act(found)
        except (Refused, IllegalMove) as refusal:
            form.add_error(None, str(refusal))
        else:
            ui.say_done(request, done)
            return redirect("watch-signal", uid)
    return _page(request, found, {name: form})


def _page(request: HttpRequest, found: Signal, forms: dict[str, Any] | None = None) -> HttpResponse:
    context = presenter.one(found, _viewer(request), forms or {})
    return render(request, "watch/signal.html", {**context, "menu_key": "watch"}, status=422 if forms else 200)


def _found(request: HttpRequest, uid: UUID) -> Signal:
    known = Signal.objects.visible_to(_viewer(request)).select_related("person", "unit", "relook_by", "inspection")
    found: Signal = get_object_or_404(known, pk=uid)
    return found


def _unit(given: str, viewer: Viewer) -> Unit:
    """The viewer's own unit, or one below it for who may see figures. Raises Http404."""
    if not viewer.scope.ranges or not viewer.may(May.PLAN_INSPECTION):
        raise Http404
    if not given:
        return viewer.unit
    try:
        return get_object_or_404(Unit.objects.addressable().under(viewer.unit), pk=UUID(given))
    except ValueError as error:
        raise Http404 from error


def _viewer(request: HttpRequest) -> Viewer:
    return request.viewer  # type: ignore[attr-defined, no-any-return]
