"""A plea needs no answer any more when its hazard is closed."""

from __future__ import annotations

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Viewer
from weian.ground.hazards.kinds import Mark
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.referring import gates
from weian.kernel import clock
from weian.kernel.actor import Actor

CLOSED = "隐患已经销号，不再需要协调。"


def settle_plea(hazard: Hazard, *, by: Actor) -> None:
    if not hazard.has(Mark.HELP) or not isinstance(by, Viewer):
        return
    asked = gates.plea(hazard)
    with audit.changed(asked, "plea.answered", by=by, why=CLOSED):
        asked.answer, asked.answered_at, asked.answered_by = CLOSED, clock.now(), by.person
    with audit.changed(hazard, "hazard.help_answered", by=by, why=CLOSED, facts={"holder": ""}):
        hazard.mark(Mark.HELP, False)
