"""A superior led a visit: what asked for one is done by it, without the unit typing it again (S0-2.0g)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.duties.actions.starting import reviewer_of
from weian.ground.duties.led import asks_superior
from weian.ground.duties.models import Answer, AskKind, Record, Task
from weian.ground.duties.owed import Owed, owed
from weian.ground.duties.states import FINISHED, TaskState
from weian.kernel import clock


@dataclass(frozen=True)
class Led:
    """One visit that a superior led, as an upper app keeps it; `uid` is the visit's."""

    uid: UUID
    title: str
    on: date
    places: str
    found: int
    fixed: int = 0
    text: str = ""


@transaction.atomic
def note_led(visit: Led, units: Sequence[Unit], *, by: Viewer) -> list[Task]:
    """Let the visit answer what these units owe and a superior must lead; who led it has judged it with it.

    What was asked after the visit, or whose notice the unit has not signed for, stays open. Once for each unit.
    """
    wanted = [one for one in owed(units, with_posts=False) if asks_superior(one.obligation)]
    return [_done(one, visit, by) for one in wanted if _answers(one, visit)]


def _answers(one: Owed, visit: Led) -> bool:
    if one.state in FINISHED or one.state == TaskState.UNSIGNED:
        return False
    return one.obligation.made_at.astimezone(clock.SHANGHAI).date() <= visit.on


def _done(one: Owed, visit: Led, by: Viewer) -> Task:
    task = one.task or _begun(one, by)
    made = Record.objects.filter(pk=uuid5(visit.uid, str(one.unit.pk))).first() or _record(one.unit, visit, by)
    if not Answer.objects.filter(task=task, record=made).exists():
        Answer(task=task, record=made, made_at=clock.now()).at(task.unit).save(force_insert=True)
    facts = {"record": str(made.pk), "visit": str(visit.uid)}
    if task.status != TaskState.SUBMITTED:
        audit.move(task, TaskState.SUBMITTED, by=by, facts=facts, values={"late_days": task.lateness_on(visit.on)})
    audit.move(task, TaskState.ACCEPTED, by=by, facts=facts)
    return task


def _begun(one: Owed, by: Viewer) -> Task:
    task = Task(
        obligation=one.obligation, period_start=one.period_start, due=one.due, reviewer=reviewer_of(one),
        started_at=clock.now(), started_by=by.actor_uid,
    ).at(one.unit)  # fmt: skip
    audit.created(task, "task.started", by=by, facts={"obligation": str(one.obligation.pk)})
    return task


def _record(unit: Unit, visit: Led, by: Viewer) -> Record:
    made = Record(
        uid=uuid5(visit.uid, str(unit.pk)), kind=AskKind.INSPECTION, title=visit.title[:200], happened_on=visit.on,
        text=visit.text, facts={"places": visit.places[:500], "found": visit.found, "fixed": visit.fixed}, by=by.person,
        made_at=clock.now(),
    ).at(unit)  # fmt: skip
    audit.created(made, "record.made", by=by, facts={"kind": made.kind, "visit": str(visit.uid)})
    return made
