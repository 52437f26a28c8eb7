"""Handing in, accepting, returning, exempting. Lateness is written at the first handing in and never changes."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.duties import telling
from weian.ground.duties.access import (
    check_can_accept,
    check_can_exempt,
    check_can_judge,
    check_can_submit,
    check_followed,
)
from weian.ground.duties.actions.filing import file_lines
from weian.ground.duties.actions.starting import reviewer_of
from weian.ground.duties.deciders import commission_above, has_judge_beside
from weian.ground.duties.models import Task
from weian.ground.duties.owed import Owed
from weian.ground.duties.queries import to_review
from weian.ground.duties.states import TaskState
from weian.kernel import clock
from weian.kernel.actor import Actor

AT_ONCE = 100  # tasks that one press accepts


def submit(task: Task, *, by: Actor, on: date | None = None, why: str = "") -> None:
    """Hand in for review; where nobody reviews, this is the end. `on`: the day by which lateness counts, today where
    not said. Raises Refused with what is missing."""
    check_can_submit(by, task)
    values: dict[str, Any] = {"late_days": task.lateness_on(on or clock.today())}
    if task.reviewer_id is None:
        check_followed(task)
        handed_in = {"submitted_at": clock.now(), "submitted_by": by.actor_uid}
        with transaction.atomic():
            audit.move(task, TaskState.ACCEPTED, by=by, verb="task.completed", why=why, values=values | handed_in)
            file_lines(task, by=by)
        return
    if task.reviewer_id == task.unit_id and not has_judge_beside(task.unit, _makers(task, by)):
        # Nobody of the unit is left to judge: the check falls to the commission above, not to the maker.
        values["reviewer"] = commission_above(task.unit) or task.reviewer
    with transaction.atomic():
        file_lines(task, by=by)
        audit.move(task, TaskState.SUBMITTED, by=by, why=why, values=values)
        telling.submitted(task)


def _makers(task: Task, by: Actor) -> set[UUID]:
    """Everybody who had a hand in it: they may not judge it."""
    written = set(task.answers.values_list("record__by", flat=True))
    return written | (set(by.persons) if isinstance(by, Viewer) else set())


def accept(task: Task, *, by: Actor, note: str = "") -> None:
    """The reviewing unit accepts. Raises Refused."""
    check_can_accept(by, task)
    with transaction.atomic():
        audit.move(task, TaskState.ACCEPTED, by=by, why=note.strip())
        telling.accepted(task, note.strip())


def accept_rounds(unit: Unit, *, by: Viewer) -> tuple[int, int]:
    """Accept at once what the rounds of a unit handed in by themselves, the longest waiting first; how many were, and
    how many of those looked at another has to judge."""
    tasks = list(to_review(by).by_rounds().filter(unit=unit)[:AT_ONCE])
    accepted = 0
    for task in tasks:
        with suppress(Refused):
            accept(task, by=by)
            accepted += 1
    return accepted, len(tasks) - accepted


def return_(task: Task, *, why: str, by: Actor) -> None:
    """The reviewing unit sends it back, with a reason. Raises Refused."""
    check_can_judge(by, task)
    if not why.strip():
        raise Refused("退回要写明理由，办理单位才知道补什么。")
    with transaction.atomic():
        audit.move(task, TaskState.RETURNED, by=by, why=why.strip(), values={"return_reason": why.strip()})
        telling.returned(task)


@transaction.atomic
def exempt(one: Owed, *, why: str, by: Actor) -> Task:
    """The commission above decides that the unit need not do it; the reason stays. Raises Refused."""
    check_can_exempt(by, one)
    if not why.strip():
        raise Refused("豁免要写明理由。")
    return settle(one, why=why, by=by)


def settle(one: Owed, *, why: str, by: Actor) -> Task:
    """Exempt what a unit that ends need not do any more. Who may end it was asked by the act that ends it."""
    task = one.task
    if task is None:
        task = Task(
            obligation=one.obligation, period_start=one.period_start, due=one.due, reviewer=reviewer_of(one),
            post=one.post, started_at=clock.now(), started_by=by.actor_uid,
        ).at(one.unit)  # fmt: skip
        audit.created(task, "task.started", by=by, facts={"obligation": str(one.obligation.pk)})
    audit.move(task, TaskState.EXEMPTED, by=by, why=why.strip())
    telling.exempted(task, why.strip())
    return task
