"""Handing in and judging. Every view asks its form for words and one action for the deed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from weian.foundation.people.api import Refused
from weian.ground.duties import patrols
from weian.ground.duties.actions import judging, patrolling, starting
from weian.ground.duties.forms.acts import NoteForm, PatrolForm, PostForm, ReasonForm
from weian.ground.duties.models import Task
from weian.ground.duties.owed import Owed
from weian.ground.duties.sight import seen, viewer_of
from weian.ground.duties.states import TaskState
from weian.ground.duties.views import review
from weian.ground.duties.views.task import page, to_task
from weian.kernel.transitions import IllegalMove
from weian.ui import api as ui

# Does it; a deed that alone knows what to say of it says so.
Deed = Callable[[Owed, dict[str, Any]], str | None]


@require_POST
def start(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    def deed(one: Owed, said: dict[str, Any]) -> None:
        starting.start(one, by=viewer_of(request))

    return act(request, obligation, unit, Form, deed, "已开始办理。", "start")


@require_POST
def submission(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    viewer = viewer_of(request)

    def deed(one: Owed, said: dict[str, Any]) -> None:
        # The same press that came twice is no second act.
        if one.state != TaskState.SUBMITTED or _task(one).submitted_by != viewer.person.pk:
            judging.submit(_task(one), by=viewer)

    return act(request, obligation, unit, Form, deed, "已提交。", "submission")


@require_POST
def acceptance(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    viewer = viewer_of(request)

    def deed(one: Owed, said: dict[str, Any]) -> None:
        if one.state != TaskState.ACCEPTED or _task(one).accepted_by != viewer.person.pk:
            judging.accept(_task(one), by=viewer, note=said["note"])

    return act(request, obligation, unit, NoteForm, deed, "审核通过。", "acceptance")


@require_POST
def return_(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    viewer = viewer_of(request)

    def deed(one: Owed, said: dict[str, Any]) -> None:
        if one.state != TaskState.RETURNED or _task(one).returned_by != viewer.person.pk:
            judging.return_(_task(one), why=said["why"], by=viewer)

    return act(request, obligation, unit, ReasonForm, deed, "已退回，办理单位会看到理由。", "return")


@require_POST
def exemption(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    def deed(one: Owed, said: dict[str, Any]) -> None:
        judging.exempt(one, why=said["why"], by=viewer_of(request))

    return act(request, obligation, unit, ReasonForm, deed, "已豁免，理由留在经过里。", "exemption")


@require_POST
def handover(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    viewer = viewer_of(request)

    def deed(one: Owed, said: dict[str, Any]) -> None:
        starting.hand_to(one, by=viewer, post=said["post"])

    return act(request, obligation, unit, PostForm, deed, "已转交。", "handover")


@require_POST
def cadence(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    def deed(one: Owed, said: dict[str, Any]) -> None:
        patrolling.bind(one, said["marks"], by=viewer_of(request))

    done = "从明天起按这一条的频次巡查；每期的点都按时扫到了，这一条自动提交，不用另写。"
    return act(request, obligation, unit, PatrolForm, deed, done, "cadence")


def act(
    request: HttpRequest, obligation: UUID, unit: UUID, form_class: type[Form], deed: Deed, done: str, name: str
) -> HttpResponse:
    """Check the form, do the deed, go back to where it was done; or show that page with what was typed and why not."""
    one = seen(request, obligation, unit)
    form = _form(form_class, request, one)
    if not form.is_valid():
        return _again(request, one, name, form, [])
    try:
        with transaction.atomic():
            done = deed(one, form.cleaned_data) or done
    except (Refused, IllegalMove) as refused:
        return _again(request, seen(request, obligation, unit), name, form, [str(refused)])
    ui.say_done(request, done)
    return redirect(review.address(one.unit) if _reviewing(request) else to_task(request, one))


def _form(form_class: type[Form], request: HttpRequest, one: Owed) -> Form:
    if form_class is PostForm:
        return PostForm(request.POST, unit=one.unit)
    if form_class is PatrolForm:
        return PatrolForm(request.POST, marks=patrols.marks_in(one))
    return form_class(request.POST)


def _again(request: HttpRequest, one: Owed, name: str, form: Form, refusals: list[str]) -> HttpResponse:
    if _reviewing(request):
        return review.page(request, one.unit, refusals, (one.obligation.pk, name, form))
    return page(request, one, refusals, {name: form})


def _reviewing(request: HttpRequest) -> bool:
    """Whether the act was done on the page where all of a unit is reviewed."""
    return request.POST.get("from") == review.HERE


def _task(one: Owed) -> Task:
    if one.task is None:
        raise Refused("这项任务还没有开始办理。")
    return one.task
