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
from weian.ground.duties.actions import judging, starting
from weian.ground.duties.forms import NoteForm, PostForm, ReasonForm
from weian.ground.duties.models import Task
from weian.ground.duties.owed import Owed
from weian.ground.duties.sight import seen, viewer_of
from weian.ground.duties.states import TaskState
from weian.ground.duties.views.task import page, to_task
from weian.kernel.transitions import IllegalMove
from weian.ui import api as ui

Deed = Callable[[Owed, dict[str, Any]], object]


@require_POST
def start(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    def deed(one: Owed, said: dict[str, Any]) -> object:
        return starting.start(one, by=viewer_of(request))

    return act(request, obligation, unit, Form, deed, "已开始办理。", "start")


@require_POST
def submission(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    viewer = viewer_of(request)

    def deed(one: Owed, said: dict[str, Any]) -> object:
        if one.state == TaskState.SUBMITTED and _task(one).submitted_by == viewer.person.pk:
            return None  # the same press came twice
        return judging.submit(_task(one), by=viewer)

    return act(request, obligation, unit, Form, deed, "已提交。", "submission")


@require_POST
def acceptance(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    viewer = viewer_of(request)

    def deed(one: Owed, said: dict[str, Any]) -> object:
        if one.state == TaskState.ACCEPTED and _task(one).accepted_by == viewer.person.pk:
            return None
        return judging.accept(_task(one), by=viewer, note=said["note"])

    return act(request, obligation, unit, NoteForm, deed, "审核通过。", "acceptance")


@require_POST
def return_(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    def deed(one: Owed, said: dict[str, Any]) -> object:
        return judging.return_(_task(one), why=said["why"], by=viewer_of(request))

    return act(request, obligation, unit, ReasonForm, deed, "已退回，办理单位会看到理由。", "return")


@require_POST
def exemption(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    def deed(one: Owed, said: dict[str, Any]) -> object:
        return judging.exempt(one, why=said["why"], by=viewer_of(request))

    return act(request, obligation, unit, ReasonForm, deed, "已豁免，理由留在经过里。", "exemption")


@require_POST
def handover(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    viewer = viewer_of(request)

    def deed(one: Owed, said: dict[str, Any]) -> object:
        return starting.hand_to(one, by=viewer, post=said["post"])

    return act(request, obligation, unit, PostForm, deed, "已转交。", "handover")


def act(
    request: HttpRequest, obligation: UUID, unit: UUID, form_class: type[Form], deed: Deed, done: str, name: str
) -> HttpResponse:
    """Check the form, do the deed, go back to the task; or show the same page with what was typed and why not."""
    one = seen(request, obligation, unit)
    form = form_class(request.POST, unit=one.unit) if form_class is PostForm else form_class(request.POST)
    if not form.is_valid():
        return page(request, one, bound={name: form})
    try:
        with transaction.atomic():
            deed(one, form.cleaned_data)
    except (Refused, IllegalMove) as refused:
        return page(request, seen(request, obligation, unit), [str(refused)], {name: form})
    ui.say_done(request, done)
    return redirect(to_task(request, one))


def _task(one: Owed) -> Task:
    if one.task is None:
        raise Refused("这项任务还没有开始办理。")
    return one.task
