"""A later day, or none at all: the unit asks with a reason, the reviewing level grants or refuses, never oneself."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.duties import telling
from weian.ground.duties.access import check_can_ask_relief, check_can_decide_relief
from weian.ground.duties.actions.starting import start
from weian.ground.duties.deciders import decider_of
from weian.ground.duties.models import Relief, Task
from weian.ground.duties.owed import Owed
from weian.ground.duties.states import TaskState
from weian.kernel import clock

_TWICE = "这个申请已经提交过。请刷新后再看。"


def ask_extension(one: Owed, *, uid: UUID, until: date, reason: str, by: Viewer) -> Relief:
    """Ask to have until `until`. The same uid again is the same request. Raises Refused."""
    return _ask(one, Relief.Kind.EXTENSION, uid, until, reason, by)


def ask_exemption(one: Owed, *, uid: UUID, reason: str, by: Viewer) -> Relief:
    """Ask not to have to do it. The same uid again is the same request. Raises Refused."""
    return _ask(one, Relief.Kind.EXEMPTION, uid, None, reason, by)


@transaction.atomic
def decide_relief(relief: Relief, *, grant: bool, why: str = "", by: Viewer) -> Relief:
    """Grant or refuse. A refusal needs a reason; a grant moves the day or exempts, in the same act. Raises Refused.

    Lateness stays, whatever day is granted afterwards: what was frozen at a first handing in, and the working days by
    which the term was over when the later one was asked for.
    """
    check_can_decide_relief(by, relief)
    if not grant and not why.strip():
        raise Refused("不同意要写明理由。")
    decision = Relief.Decision.GRANTED if grant else Relief.Decision.REFUSED
    with audit.changed(relief, f"relief.{decision}", by=by, why=why.strip()) as was:
        if not was.is_pending:
            raise Refused("别人刚刚已经决定了这个申请。")
        relief.decision, relief.decision_reason = decision, why.strip()
        relief.decided_at, relief.decided_by = clock.now(), by.person
    if grant:
        _grant(relief, by)
    telling.relief_decided(relief)
    return relief


def _grant(relief: Relief, by: Viewer) -> None:
    task = relief.task
    if relief.kind == Relief.Kind.EXEMPTION:
        audit.move(task, TaskState.EXEMPTED, by=by, why=relief.reason)
        return
    assert relief.until is not None
    facts = {"from": relief.was_due.isoformat() if relief.was_due else None, "to": relief.until.isoformat()}
    asked_on = relief.asked_at.astimezone(clock.SHANGHAI).date()
    with audit.changed(task, "task.extended", by=by, why=relief.reason, facts=facts):
        if task.late_days is None:
            task.late_before = task.lateness_on(asked_on)
        task.due = relief.until


def _ask(one: Owed, kind: str, uid: UUID, until: date | None, reason: str, by: Viewer) -> Relief:
    earlier: Relief | None = Relief.objects.filter(pk=uid).first()
    if earlier is not None:
        if (earlier.kind, earlier.until, earlier.reason, earlier.asked_by_id) != (
            kind, until, reason.strip(), by.person.pk,
        ):  # fmt: skip
            raise Refused(_TWICE)
        return earlier
    check_can_ask_relief(by, one)
    if not reason.strip():
        raise Refused("请写明理由。")
    if kind == Relief.Kind.EXTENSION:
        _check_day(one, until)
    task = start(one, by=by)
    if task.reliefs.pending().exists():
        raise Refused("已经有一个申请在等决定，不用再申请。")
    relief = Relief(
        uid=uid, task=task, kind=kind, was_due=task.due, until=until, reason=reason.strip(),
        decider=decider_of(task, kind, by), asked_at=clock.now(), asked_by=by.person,
    ).at(one.unit)  # fmt: skip
    facts = {"task": str(task.pk), "until": until.isoformat() if until else None}
    try:
        with transaction.atomic():
            audit.created(relief, f"{kind}.asked", by=by, why=reason.strip(), facts=facts)
            telling.relief_asked(relief)
    except IntegrityError as double:
        # Of two presses at once the second waits here; or the uid belongs to a place that cannot be seen.
        raise Refused(_TWICE) from double
    return relief


def _check_day(one: Owed, until: date | None) -> None:
    due = Task.objects.values_list("due", flat=True).get(pk=one.task.pk) if one.task else one.due
    if due is None:
        raise Refused("这项任务没有期限，不用延期。")
    if until is None or until <= due:
        raise Refused(f"申请的日子要晚于现在的期限 {due.isoformat()}。")
    if until < clock.today():
        raise Refused("申请的日子已经过去，请定今天或以后的日子。")
