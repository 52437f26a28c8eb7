"""A patrol line of a notice becomes a rule of rounds, and the rounds that keep it answer it without a press."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import uuid5

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.duties import patrols
from weian.ground.duties.access import check_can_bind
from weian.ground.duties.actions.recording import answer
from weian.ground.duties.actions.reusing import kept
from weian.ground.duties.actions.starting import start
from weian.ground.duties.binding import cadence_of
from weian.ground.duties.evidence_check import missing
from weian.ground.duties.models import Obligation, Task
from weian.ground.duties.owed import Owed, owed
from weian.ground.duties.states import TaskState
from weian.ground.rounds import api as rounds
from weian.kernel import clock
from weian.kernel.actor import Actor

# A scan without network may arrive the day after; then the day before is looked at again.
LOOK_BACK = 1


@transaction.atomic
def bind(one: Owed, marks: Sequence[str], *, by: Viewer) -> list[rounds.OwnRule]:
    """From tomorrow on points with these marks are looked at as often as the line says; of several sources the
    strictest holds, and the notice is named as this one. Raises Refused."""
    check_can_bind(by, one)
    cadence = cadence_of(one.obligation)
    if cadence is None:
        raise Refused("这一条的周期定不成巡查频次，请到“巡查·频次和依据”里自己定。")
    if not marks:
        raise Refused("请选这一条管哪几类部位。")
    every, times = cadence
    return [
        rounds.ask_for(
            uid=uuid5(one.obligation.pk, f"{one.unit.pk}/{mark}/{clock.today()}"), by=by, unit=one.unit, every=every,
            times=times, mark=mark, basis=_basis(one.obligation), since=clock.today() + timedelta(days=1),
            asked_by=one.obligation.pk,
        )
        for mark in marks
    ]  # fmt: skip


def _basis(obligation: Obligation) -> str:
    document, clause = obligation.document, obligation.clause
    return f"{document.doc_no or document.title}{clause.label if clause else ''}"[:120]


def answer_by_rounds(*, by: Actor) -> int:
    """Every line that is bound to points, in the periods of today and yesterday: where every round was made in time the
    period is answered; where one was missed nothing happens, for good. Returns how many were answered."""
    rules = rounds.bound_rules(clock.today() - timedelta(days=LOOK_BACK))
    lines = Obligation.objects.select_related("document").in_bulk({rule.asked_by for rule in rules})
    pairs = {(rule.asked_by, rule.unit_id): rule.unit for rule in rules}
    return sum(
        _answered(lines[line], unit, clock.today() - timedelta(days=back), by)
        for (line, _), unit in pairs.items() if line in lines for back in (LOOK_BACK, 0)
    )  # fmt: skip


def _answered(obligation: Obligation, unit: Unit, day: date, by: Actor) -> bool:
    found = owed([unit], document=obligation.document, on=day)
    one = next((row for row in found if row.obligation.pk == obligation.pk), None)
    if one is None or one.state != TaskState.STARTED:
        return False
    counted = patrols.tally(one)
    if counted is None or not counted.rules or not counted.is_complete:
        return False
    return _done(one, counted, by)


@transaction.atomic
def _done(one: Owed, counted: patrols.Tally, by: Actor) -> bool:
    told = patrols.told(one, counted)
    if told.by is None:
        return False
    task = start(one, by=by)
    answer(task, kept(one, patrols.KIND, told, by=by), by=by)
    if missing(task):  # it asks for more than rounds can show
        return False
    return _accepted(task, told.on, counted, by)


def _accepted(task: Task, on: date, counted: patrols.Tally, by: Actor) -> bool:
    """Whether all came in time was counted from scans: there is nothing left that somebody could judge."""
    facts = {"wanted": counted.wanted, "done": counted.done}
    audit.move(task, TaskState.SUBMITTED, by=by, facts=facts, values={"late_days": task.lateness_on(on)})
    audit.move(task, TaskState.ACCEPTED, by=by, why=f"巡查{counted.words}", facts=facts)
    return True
