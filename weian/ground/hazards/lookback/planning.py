"""A hazard that was closed is put down for a look back, or not."""

from __future__ import annotations

from datetime import timedelta

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.hazards import turns
from weian.ground.hazards.criteria.schema import rule
from weian.ground.hazards.kinds import Mark
from weian.ground.hazards.lookback import gates
from weian.ground.hazards.lookback.choosing import chosen
from weian.ground.hazards.models import Hazard, LookBack
from weian.kernel import clock
from weian.kernel.actor import Actor


def plan(hazard: Hazard, *, by: Actor) -> LookBack | None:
    """Ask of a closed hazard whether it is looked at again; by whom it is judged, looks."""
    why = chosen(hazard)
    return put_down(hazard, why, turns.judging_unit(hazard), by=by) if why else None


def put_down(hazard: Hazard, why: LookBack.Why, by_unit: Unit, *, by: Actor) -> LookBack:
    due = clock.today() + timedelta(days=rule("lookback_days"))
    made = LookBack(why=why, by_unit=by_unit, due=due, asked_at=clock.now()).of(hazard)
    audit.created(made, "lookback.planned", by=by, facts={"why": why, "due": due.isoformat()})
    facts = {"why": made.get_why_display(), "due": due.isoformat()}
    with audit.changed(hazard, "hazard.lookback_planned", by=by, facts=facts):
        hazard.mark(Mark.LOOKBACK)
    return made


def give_up(hazard: Hazard, *, by: Actor, why: str) -> None:
    """It was opened again otherwise: the look back that was owed has its answer."""
    if not hazard.has(Mark.LOOKBACK) or not isinstance(by, Viewer):
        return
    owed = gates.now(hazard)
    with audit.changed(owed, "lookback.failed", by=by, why=why):
        owed.result, owed.note, owed.looked_at, owed.looked_by = LookBack.Result.FAILED, why, clock.now(), by.person
    with audit.changed(hazard, "hazard.looked_back", by=by, why=why, facts={"holds": False, "finding": ""}):
        hazard.mark(Mark.LOOKBACK, False)
