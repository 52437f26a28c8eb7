"""代录: written down for a small unit by the commission above it, and confirmed or objected to by the unit itself."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.duties.behalf import check_can_answer_behalf, check_can_write_for
from weian.ground.duties.models import Answer, Behalf
from weian.ground.duties.states import TaskState
from weian.kernel import clock


def mark(kind: str, record: UUID, title: str, *, unit: Unit, by: Viewer) -> Behalf:
    """Say that this was written on behalf of `unit`; with the act that writes it. Raises Refused."""
    check_can_write_for(by, unit)
    made = Behalf(
        uid=uuid4(), kind=kind, record=record, title=title[:200], by=by.person, of=by.unit, made_at=clock.now()
    ).at(unit)
    audit.created(made, "behalf.written", by=by, facts={"kind": kind, "record": str(record)})
    return made


@transaction.atomic
def confirm(one: Behalf, *, by: Viewer) -> None:
    """It is so. Raises Refused."""
    check_can_answer_behalf(by, one)
    with audit.changed(one, "behalf.confirmed", by=by) as was:
        _check_open(was)
        one.answered_at, one.answered_by, one.confirmed = clock.now(), by.person, True


@transaction.atomic
def object_(one: Behalf, why: str, *, by: Viewer) -> None:
    """It is not so: it answers no task any more, and what was handed in with it comes back. Raises Refused."""
    check_can_answer_behalf(by, one)
    if not why.strip():
        raise Refused("请写哪里不对。")
    with audit.changed(one, "behalf.objected", by=by, why=why.strip()) as was:
        _check_open(was)
        one.answered_at, one.answered_by, one.confirmed = clock.now(), by.person, False
        one.objection = why.strip()
    for answer in Answer.objects.filter(record=one.record).select_related("task") if one.kind == "record" else ():
        task = answer.task
        if task.status == TaskState.ACCEPTED:
            continue  # judged already: the objection stands beside it, for who judged
        answer.delete()
        facts = {"record": str(one.record), "behalf": str(one.pk)}
        audit.record("task.answer_withdrawn", kind="task", record=task.pk, chain=task.audit_chain(), by=by, facts=facts)
        if task.status == TaskState.SUBMITTED:
            reason = f"本单位对代录有异议：{one.objection}"
            audit.move(task, TaskState.RETURNED, by=by, why=reason, values={"return_reason": reason})


def _check_open(was: Behalf) -> None:
    if not was.is_open:
        raise Refused("这一条刚刚已经答复过了。")
