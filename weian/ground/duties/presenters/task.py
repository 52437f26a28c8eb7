"""One task as its page draws it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.forms import Form
from django.urls import reverse

from weian.foundation.audit import api as audit
from weian.foundation.documents import api as documents
from weian.foundation.ladder import api as ladder
from weian.foundation.people import api as people
from weian.foundation.people.api import May, Refused, Viewer, asks
from weian.ground.duties import access, climbing, parts
from weian.ground.duties.actions.starting import reviewer_of
from weian.ground.duties.behalf import writes_for
from weian.ground.duties.cards import card_of
from weian.ground.duties.evidence_check import Needed, needed
from weian.ground.duties.forms.acts import NoteForm, PostForm, ReasonForm, ReuseForm
from weian.ground.duties.models import Acceptor, AskKind, Relief, Task
from weian.ground.duties.owed import Owed, owed_of
from weian.ground.duties.pack_schema import composites
from weian.ground.duties.presenters import accidents, agenda, patrol, recorded, records, relief, words
from weian.ground.duties.presenters import steps as stepping
from weian.ground.duties.queries import urgings
from weian.ground.duties.states import RING, TaskState
from weian.kernel import clock
from weian.ui.clocks import clock_of

PATH: list[TaskState] = [TaskState.UNSIGNED, TaskState.STARTED, TaskState.SUBMITTED, TaskState.ACCEPTED]
OTHER_PERIODS = 12
# What is seldom done stands behind one door.
RARE = ("start", "handover", "cadence", "extension", "exemption-asked", "exemption")
ADDRESS = {"records": "task-record", "answers": "task-reuse"}


def context(one: Owed, viewer: Viewer, period: date | None, bound: Mapping[str, Form]) -> dict[str, Any]:
    """All that `duties/task.html` needs. `bound` are forms as they were sent and refused, by name of their act."""
    obligation, task = one.obligation, one.task
    answers = list(task.answers.select_related("record__by").order_by("made_at")) if task else []
    told = records.shown([answer.record for answer in answers], viewer)
    reviewer = task.reviewer if task else reviewer_of(one)
    asked = relief.context(one, viewer, bound)
    offers = recorded.offers(one, viewer)
    address = _addresses(one, period)
    acts = _acts(one, viewer, address, bound, records.reusable(one, viewer), offers, asked["asked"])
    offered = [act for act in acts if not act.get("refusal")]
    steps = stepping.context(one, viewer, bound)
    basis = documents.basis_of(obligation.document, viewer, clause=obligation.clause)
    return {
        "menu_key": "tasks",
        "owed": one,
        "obligation": obligation,
        "document": obligation.document,
        "task": task,
        "composite": _composite(one),
        "parts": _parts(one),
        "line": _line(one, viewer, reviewer, [act for act in acts if act.get("refusal")]),
        "evidence": _evidence(one, told),
        "records": told,
        "lateness": words.lateness(task),
        "acts": offered,
        "usual": [act for act in offered if act["name"] not in RARE],
        "offers": offers,
        "patrol": patrol.context(one, viewer),
        "recorded_url": address("recorded"),
        "reuse": next((act for act in offered if act["name"] == "answers" and act.get("form")), None),
        "rare": [act for act in offered if act["name"] in RARE] + stepping.acts(one, steps, bound),
        "agenda": agenda.of(one) if obligation.kind == AskKind.MEETING and one.is_open else None,
        "clauses": _clauses(one, viewer, basis),
        "basis": basis,
        "events": _history(task),
        "card": card_of(obligation.campaign),
        "periods": _periods(one),
        "accidents": accidents.of_task(obligation, viewer),
        **asked,
        **steps,
        "standing": ladder.standing(climbing.waiting_of(one)) if one.is_open and one.due else None,
    }


def _addresses(one: Owed, period: date | None) -> Callable[[str], str]:
    query = {"period": period.isoformat()} if period else None
    where = [one.obligation.pk, one.unit.pk]

    def address(act: str) -> str:
        if act == "signature":
            return one.obligation.document.get_absolute_url()
        return reverse(ADDRESS.get(act, f"task-{act}"), args=where, query=query)

    return address


def _composite(one: Owed) -> str:
    if not one.obligation.composite:
        return ""
    known = composites().get(one.obligation.composite)
    return f"{known.name if known else one.obligation.composite} 第{one.obligation.part}项"


def _parts(one: Owed) -> dict[str, Any] | None:
    """The other parts of the same composite at this unit, so that it sees which is missing."""
    code = one.obligation.composite
    if not code:
        return None
    found = owed_of(one.unit, one.obligation.document)
    cells = parts.cells([each for each in found if not each.obligation.is_standing], code)
    known = composites().get(code)
    return {"title": known.name if known else code, "cells": cells, "missing": parts.missing(cells)}


def _line(one: Owed, viewer: Viewer, reviewer: Any, refused: list[dict[str, Any]]) -> dict[str, Any]:
    path = PATH if reviewer else [step for step in PATH if step != TaskState.SUBMITTED]
    here: TaskState = TaskState.STARTED if one.state == TaskState.RETURNED else one.state
    order = {step: at for at, step in enumerate(path)}
    steps = [_step(step, order[here], at, one) for step, at in order.items()] if here in order else [_exempt()]
    facts = [("轮到", "我" if _is_turn_of(one, viewer) else words.whose(one)), ("下一步", _next(one, reviewer))]
    facts.append(("审核", reviewer.title if reviewer else Acceptor.NONE.label))
    facts.append(("来源", words.origin(one.obligation.document)))
    facts.append(("催办", words.urged(urgings(one))))
    line = {
        "steps": steps,
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "refusals": [{"label": act["label"], "reason": act["refusal"]} for act in refused],
    }
    if one.is_open and one.due:
        line |= _term(one, one.due)
    return line


def _term(one: Owed, due: date) -> dict[str, Any]:
    began = max(one.since.astimezone(clock.SHANGHAI).date(), one.period_start or date.min)
    told = clock_of(due)
    return {
        "due": words.term(one), "due_text": "" if told.full == told.text else told.full,
        "days_total": max(1, (due - began).days + 1), "days_used": max(0, (one.on - began).days),
        "days_over": one.late_days if one.overdue else 0,
    }  # fmt: skip


def _is_turn_of(one: Owed, viewer: Viewer) -> bool:
    if one.task and one.state == TaskState.SUBMITTED:
        return asks(access.check_can_judge, viewer, one.task)[0]
    return words.is_mine(one, viewer)


def _step(step: TaskState, here: int, at: int, one: Owed) -> dict[str, Any]:
    is_here = at == here
    shown = one.state if is_here else step
    done = 1.0 if at < here or one.state == TaskState.ACCEPTED else RING[shown] if is_here else 0.0
    return {
        "word": one.word if is_here else shown.label,
        "progress": done,
        "is_here": is_here,
        "kind": words.ring_kind(shown) if is_here else "",
    }


def _exempt() -> dict[str, Any]:
    return {"word": TaskState.EXEMPTED.label, "progress": 1.0, "is_here": True, "kind": "stop"}


def _next(one: Owed, reviewer: Any) -> str:
    return {
        TaskState.UNSIGNED: "签收通知",
        TaskState.STARTED: "写记录、传凭据，提交审核" if reviewer else "写记录、传凭据，办结",
        TaskState.RETURNED: "按退回理由补办，重新提交",
        TaskState.SUBMITTED: "审核通过或退回",
    }.get(one.state, "")


def _evidence(one: Owed, told: list[dict[str, Any]]) -> list[Needed]:
    files = [file for record in told for file in record["files"]]
    return needed(one.obligation, [record["record"] for record in told], files)


def _acts(
    one: Owed, viewer: Viewer, address: Callable[[str], str], bound: Mapping[str, Form], reusable: Any,
    offers: Sequence[recorded.Offer], waiting: Relief | None,
) -> list[dict[str, Any]]:  # fmt: skip
    """What this viewer may do now, and what not yet and why. What is never theirs is not shown."""
    own = viewer.unit.pk == one.unit.pk or (one.state != TaskState.UNSIGNED and writes_for(viewer, one.unit))
    found: list[dict[str, Any]] = []
    if own and one.is_open:
        found += _own_acts(one, viewer, bound, reusable, offers)
    if one.task and one.state == TaskState.SUBMITTED and one.task.reviewer_id == viewer.unit.pk:
        _, why = asks(access.check_can_judge, viewer, one.task)
        _, wait = asks(access.check_can_accept, viewer, one.task)
        note, reason = bound.get("acceptance") or NoteForm(), bound.get("return") or ReasonForm()
        found.append({"name": "acceptance", "label": "审核通过", "form": note, "refusal": wait, "main": True})
        found.append({"name": "return", "label": "退回", "form": reason, "refusal": why})
    if one.is_open and viewer.may(May.ACCEPT_TASK) and asks(access.check_can_exempt, viewer, one)[0]:
        found.append({"name": "exemption", "label": "豁免", "form": bound.get("exemption") or ReasonForm()})
    if one.is_open and asks(access.check_can_urge, viewer, one)[0]:
        found.append({"name": "urging", "label": "催办"})
    found += patrol.acts(one, viewer, bound)
    found += relief.acts(one, viewer, bound, waiting)
    for act in found:
        act["url"] = act.get("url") or address(act["name"])
        act["open"] = act["name"] in bound
        if act.get("form") is not None:
            act["form"].auto_id = f"{act['name']}-%s"
    return found


def _own_acts(
    one: Owed, viewer: Viewer, bound: Mapping[str, Form], reusable: Any, offers: Sequence[recorded.Offer]
) -> list[dict[str, Any]]:
    """What the unit's own people do: record, reuse, hand in, hand on. Nothing before the notice is signed for."""
    if one.state == TaskState.UNSIGNED:
        may = viewer.may(May.SIGN_RECEIPT)
        why = "" if may else asks(access.check_can_start, viewer, one)[1]
        return [{"name": "signature", "label": "去签收", "link": True, "refusal": why, "main": True}]
    found: list[dict[str, Any]] = []
    if viewer.may(May.ANSWER_TASK):
        ready, lacking = _asks_submit(viewer, one)
        hand_in = "提交审核" if one.obligation.acceptor != Acceptor.NONE else "办结"
        found.append({"name": "submission", "label": hand_in, "refusal": lacking, "main": ready})
        write = "写记录" if viewer.unit.pk == one.unit.pk else "代录"
        found.append({"name": "records", "label": write, "link": True, "main": not ready})
        if one.task is None:
            found.append({"name": "start", "label": "开始办理"})
        if reusable.exists():
            form = bound.get("answers") or ReuseForm(records=reusable)
            found.append({"name": "answers", "label": "已有记录可抵", "form": form})
        elif offers:
            found.append({"name": "answers", "label": "已有记录可抵", "link": True, "url": "#answers"})
    if viewer.may(May.ROUTE_TASKS) and viewer.unit.pk == one.unit.pk:
        form = bound.get("handover") or PostForm(unit=one.unit)
        found.append({"name": "handover", "label": "转交", "form": form})
    return found


def _asks_submit(viewer: Viewer, one: Owed) -> tuple[bool, str]:
    if one.task is None:
        return asks(_check_unstarted, viewer, one)
    return asks(access.check_can_submit, viewer, one.task)


def _check_unstarted(viewer: Viewer, one: Owed) -> None:
    access.check_can_start(viewer, one)
    raise Refused("还没有任何记录。先写做了什么、传凭据，再提交。")


def _clauses(one: Owed, viewer: Viewer, basis: Sequence[documents.Basis]) -> list[dict[str, Any]]:
    obligation, clause = one.obligation, one.obligation.clause
    if clause is None:
        url = obligation.document.get_absolute_url()
        told = {"text": documents.linked(obligation.text, basis), "review": False, "cause": None}
        return [told | {"source": words.source(obligation), "url": url}]
    # What lost force may be a document that the viewer cannot read: then it is not named.
    named = documents.readable([clause.review_cause_id], viewer)
    url = reverse("clause", args=[clause.pk])
    told = {
        "text": documents.linked(clause.text, basis),
        "review": bool(clause.review),
        "cause": named.get(clause.review_cause_id),
    }
    return [told | {"source": words.source(obligation), "url": url}]


def _history(task: Task | None) -> list[dict[str, Any]]:
    events = audit.history(task.pk) if task else []
    actors = people.who((one.actor, one.post) for one in events)
    return [
        {"at": one.at, "what": words.sentence(one), "who": str(actors[one.actor, one.post]), "why": one.why}
        for one in events
    ]


def _periods(one: Owed) -> list[dict[str, Any]]:
    """Other periods of a recurring obligation that have a row, newest first."""
    if not one.obligation.every:
        return []
    rows = Task.objects.filter(obligation=one.obligation, unit=one.unit).exclude(period_start=one.period_start)
    here = reverse("task", args=[one.obligation.pk, one.unit.pk])
    return [
        {
            "url": f"{here}?period={row.period_start:%Y-%m-%d}", "word": row.get_status_display(),
            "start": row.period_start, "said": words.lateness(row),
        }
        for row in rows.order_by("-period_start")[:OTHER_PERIODS]
    ]  # fmt: skip
