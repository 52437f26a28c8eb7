"""A patrol line of a notice becomes a rule of rounds, and the rounds that keep it answer it without a press."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from weian.foundation.documents.models import Document
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.duties import patrols
from weian.ground.duties.access import check_can_bind
from weian.ground.duties.actions.judging import submit
from weian.ground.duties.actions.recording import answer
from weian.ground.duties.actions.reusing import kept
from weian.ground.duties.actions.starting import start
from weian.ground.duties.binding import cadence_of
from weian.ground.duties.models import Obligation
from weian.ground.duties.owed import Owed, owed
from weian.ground.duties.states import TaskState
from weian.ground.rounds import api as rounds
from weian.kernel import clock
from weian.kernel.actor import Actor

# A scan without network may arrive the day after; then the day before is looked at again.
LOOK_BACK = 1
AT_ONCE = 200  # units of a document whose rounds are read together


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
    period is answered and handed in; where one was missed nothing happens, for good. Returns how many were."""
    rules = rounds.bound_rules(clock.today() - timedelta(days=LOOK_BACK))
    lines = Obligation.objects.select_related("document").in_bulk({rule.asked_by for rule in rules})
    bound: dict[Document, dict[UUID, Unit]] = defaultdict(dict)
    for rule in rules:
        if rule.asked_by in lines:
            bound[lines[rule.asked_by].document][rule.unit_id] = rule.unit
    return sum(
        _answered(document, part, clock.today() - timedelta(days=back), by)
        for document, units in bound.items()
        for part in _parts(sorted(units.values(), key=lambda unit: unit.pos))
        for back in (LOOK_BACK, 0)
    )


def _parts(units: Sequence[Unit]) -> Iterator[Sequence[Unit]]:
    return (units[at : at + AT_ONCE] for at in range(0, len(units), AT_ONCE))


def _answered(document: Document, units: Sequence[Unit], day: date, by: Actor) -> int:
    """A fixed number of questions, and those of each line that is complete."""
    waiting = [one for one in owed(units, document=document, on=day) if one.state == TaskState.STARTED]
    return sum(_done(one, counted, by) for one, counted in patrols.tallies(waiting) if counted.is_complete)


@transaction.atomic
def _done(one: Owed, counted: patrols.Tally, by: Actor) -> bool:
    """Somebody reviews it, or nobody does, as the line says: that all came in time does not say what was seen."""
    told = patrols.told(one, counted)
    if told.by is None:
        return False
    task = start(one, by=by)
    answer(task, kept(one, patrols.KIND, told, by=by), by=by)
    try:
        submit(task, by=by, on=told.on, why=f"巡查{counted.words}")
    except Refused:  # it asks for more than rounds can show
        return False
    return True
