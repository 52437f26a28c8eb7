from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.experts import access
from weian.ground.experts.actions import pool
from weian.ground.experts.forms import AppraisalForm, ExpertChangeForm, ExpertForm, RecusalForm
from weian.ground.experts.models import Expert, Recusal
from weian.ground.experts.naming import Unclear, units_named
from weian.ground.experts.presenters import pool as presenter
from weian.ui import api as ui


@require_safe
def experts(request: HttpRequest) -> HttpResponse:
    """The pool of the viewer's commission: what they know, until when, how often they went, how they did."""
    viewer = _keeper(request)
    context = presenter.listed(viewer, request.GET.get("speciality", ""), request.GET.get("after", ""))
    return render(request, "experts/pool.html", {**context, "menu_key": "draws"})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    viewer = _keeper(request)
    form = ExpertForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        name = told.pop("employer")
        inside = Unit.objects.addressable().filter(name=name).first() if name else None
        try:
            made = pool.add_expert(
                pool.ExpertSpec(**told, employer=inside, employer_name="" if inside else name), by=viewer
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            ui.say_done(request, f"{made.person.name}已入库。")
            return redirect("expert", made.pk)
    context = {"form": form, "menu_key": "draws"}
    return render(request, "experts/expert_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def expert(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One expert; POST changes what changes over a term."""
    found = _found(request, uid)
    if request.method != "POST":
        return _page(request, found)
    form = ExpertChangeForm(request.POST)
    if form.is_valid():
        try:
            pool.change_expert(found, by=_keeper(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            ui.say_done(request, "已保存。")
            return redirect("expert", uid)
    return _page(request, found, change_form=form)


@require_POST
def recusals(request: HttpRequest, uid: UUID) -> HttpResponse:
    found, form = _found(request, uid), RecusalForm(request.POST)
    if form.is_valid():
        told, viewer = form.cleaned_data, _keeper(request)
        try:
            target = units_named([told["target"]], viewer.unit)[told["target"]]
            pool.recuse(
                found, target, told["reason"], uid=ui.sent_key(request) or uuid4(), by=viewer, until=told["until"]
            )
        except (Refused, Unclear) as refusal:
            form.add_error("target", str(refusal))
        else:
            ui.say_done(request, f"已登记回避{target.title}。")
            return redirect("expert", uid)
    return _page(request, found, recusal_form=form)


@require_POST
def recusal_end(request: HttpRequest, uid: UUID, recusal: UUID) -> HttpResponse:
    found = _found(request, uid)
    one = get_object_or_404(
        Recusal.objects.select_related("expert__person", "expert__unit"), pk=recusal, expert=found, valid_to=None
    )
    pool.end_recusal(one, by=_keeper(request))
    ui.say_done(request, "回避已解除。")
    return redirect("expert", uid)


@require_POST
def appraisals(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = _found(request, uid)
    form = AppraisalForm(request.POST, targets=presenter.targets(found))
    if form.is_valid():
        told = form.cleaned_data
        try:
            target = Unit.objects.get(pk=told["target"])
            pool.appraise(
                found, target, score=told["score"], text=told["text"], uid=ui.sent_key(request) or uuid4(),
                by=_keeper(request),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            ui.say_done(request, "已评价。")
            return redirect("expert", uid)
    return _page(request, found, appraisal_form=form)


def _page(request: HttpRequest, found: Expert, **forms: Any) -> HttpResponse:
    context = presenter.one(found, **forms)
    return render(request, "experts/expert.html", {**context, "menu_key": "draws"}, status=422 if forms else 200)


def _found(request: HttpRequest, uid: UUID) -> Expert:
    """Only of the viewer's own pool: what another commission keeps is its own."""
    known = Expert.objects.select_related("person", "employer", "unit")
    found: Expert = get_object_or_404(known, pk=uid, unit=_keeper(request).unit)
    return found


def _keeper(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may(May.DRAW) or not access.can_draw(viewer)[0]:
        raise Http404
    return viewer
