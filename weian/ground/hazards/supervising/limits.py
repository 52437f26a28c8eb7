"""The limit of a listing (销号期限), which bounds the deadline of its hazard."""

from __future__ import annotations

from datetime import date

from weian.foundation.audit import api as audit
from weian.ground.hazards.kinds import Mark
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.supervising import gates
from weian.kernel.actor import Actor


def supervised_until(hazard: Hazard) -> date:
    """The limit of the listing in force; there is one where the mark stands."""
    return gates.now(hazard).due


def put_off(hazard: Hazard, until: date, *, by: Actor) -> None:
    """The limit of the listing moves with a deadline that its level has granted."""
    if hazard.has(Mark.SUPERVISED):
        standing = gates.now(hazard)
        if until > standing.due:
            with audit.changed(standing, "supervision.put_off", by=by, facts={"until": until.isoformat()}):
                standing.due = until
