"""Breaking a task down, and asking the level above for help with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weian.foundation.people.api import Refused
from weian.ground.duties import queries
from weian.ground.duties.actions.helping import answer_help, ask_help, pass_help_up
from weian.ground.duties.actions.stepping import MOST, BadTree, StepSpec, finish_step, put_steps
from weian.ground.duties.addresses import address
from weian.ground.duties.forms.acts import HelpAnswerForm, HelpForm
from weian.ground.duties.models import Help, Step
from weian.ground.duties.owed import Owed
from weian.ground.duties.sight import seen, viewer_of
from weian.ground.duties.views.acts import act
from weian.ground.duties.views.records import sent_key
from weian.ground.duties.views.task import page, to_task
from weian.ui import api as ui

NAMES = ("no", "title", "who", "due")
BLANK = 5


@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    """The steps of a task on one form: a number, what, who, until when. Nothing is kept unless all of it stands."""
    viewer, one = viewer_of(request), seen(request, obligation, unit)
    rows = _kept(list(one.task.steps.select_related("person")) if one.task else [])
    said: list[str] = []
    if request.method == "POST":
        rows = _typed(request)
        try:
            put_steps(one, _specs([row for row in rows if any(row.values())]), by=viewer)
        except BadTree as bad:
            said = bad.sentences
        except Refused as refusal:
            said = [str(refusal)]
        else:
            ui.say_done(request, "任务已分解，各步到人到天。")
            return redirect(to_task(request, one))
    blank = [dict.fromkeys(NAMES, "")] * (BLANK if request.method != "POST" else 0)
    context = {"owed": one, "rows": [*rows, *blank], "said": said, "task_url": to_task(request, one)}
    return render(request, "duties/steps.html", context | {"menu_key": "tasks"}, status=422 if said else 200)


@require_POST
def completion(request: HttpRequest, obligation: UUID, unit: UUID, step: UUID) -> HttpResponse:
    one = seen(request, obligation, unit)
    found = get_object_or_404(Step.objects.select_related("task__obligation", "person"), pk=step, task=one.task)
    try:
        finish_step(found, by=viewer_of(request))
    except Refused as refusal:
        return page(request, one, [str(refusal)])
    ui.say_done(request, f"第 {found.no} 步做完了。")
    return redirect(to_task(request, one))


@require_POST
def help_asked(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    def deed(one: Owed, said: dict[str, Any]) -> str:
        made = ask_help(one, said["text"], uid=sent_key(request), by=viewer_of(request))
        return f"已请{made.holder.title}协调。"

    return act(request, obligation, unit, HelpForm, deed, "", "help-asked")


@require_POST
def help_answered(request: HttpRequest, obligation: UUID, unit: UUID, uid: UUID) -> HttpResponse:
    """`up` passes it to the level above, with the same words as the reason."""

    def deed(one: Owed, said: dict[str, Any]) -> str:
        helps = Help.objects.select_related("holder", "unit", "obligation")
        asked = get_object_or_404(helps, pk=uid, obligation=one.obligation, unit=one.unit)
        if "up" in request.POST:
            pass_help_up(asked, said["text"], by=viewer_of(request))
            return f"已报{asked.holder.title}协调。"
        answer_help(asked, said["text"], by=viewer_of(request))
        return "已答复。"

    return act(request, obligation, unit, HelpAnswerForm, deed, "", f"help-{uid}")


@require_safe
def helps(request: HttpRequest) -> HttpResponse:
    """Requests that wait for the viewer's unit, longest waiting first."""
    viewer = viewer_of(request)
    rows = [
        (one, address(one.obligation_id, one.unit_id, one.period_start))
        for one in queries.helps_to_answer(viewer)[:100]
    ]
    return render(request, "duties/helps.html", {"rows": rows, "menu_key": "tasks"})


def _kept(rows: Sequence[Step]) -> list[dict[str, str]]:
    return [
        {
            "no": step.no, "title": step.title, "who": step.person.name if step.person else "",
            "due": step.due.isoformat() if step.due else "",
        }
        for step in sorted(rows, key=lambda step: step.place)
    ]  # fmt: skip


def _typed(request: HttpRequest) -> list[dict[str, str]]:
    columns = [[text.replace("\x00", "").strip() for text in request.POST.getlist(name)[: MOST + 1]] for name in NAMES]
    return [dict(zip(NAMES, values, strict=True)) for values in zip(*columns, strict=False)]


def _specs(rows: Sequence[dict[str, str]]) -> list[StepSpec]:
    return [StepSpec(row["no"][:12], row["title"][:200], row["who"], _day(row["due"])) for row in rows]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
