"""Two reports that may be one thing are paired and asked about; nothing is merged before a person has said so."""

from __future__ import annotations

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused
from weian.ground.hazards.kinds import Mark
from weian.ground.hazards.models import Hazard, Pair
from weian.ground.hazards.pairing import finding, gates
from weian.ground.hazards.states import STATES, Status
from weian.kernel import clock
from weian.kernel.actor import Actor


def pair(hazard: Hazard, earlier: Hazard, *, by: Actor) -> Pair:
    """Put the two beside each other; the mark was set with the report."""
    made = Pair(earlier=earlier, kind=finding.kind_of(earlier), made_at=clock.now()).of(hazard)
    audit.created(made, "pair.found", by=by, facts={"earlier": str(earlier.pk), "kind": made.kind})
    return made


@transaction.atomic
def answer_pair(hazard: Hazard, *, same: bool, by: Actor) -> Hazard:
    """Say whether it is the same place and thing: a double is merged, what came back is linked to its last time."""
    viewer = gates.check_can_answer_pair(by, hazard)
    asked = gates.waiting(hazard)
    with audit.changed(asked, "pair.answered", by=by, facts={"same": same}) as was:
        if was.answer:
            raise Refused("别人刚刚已经回答了。")
        asked.answer = Pair.Answer.SAME if same else Pair.Answer.OTHER
        asked.answered_at, asked.answered_by = clock.now(), viewer.person
    back = same and asked.kind == Pair.Kind.RECURRENCE
    facts = {"no": asked.earlier.no, "same": same, "kind": asked.kind}
    with audit.changed(hazard, "hazard.compared", by=by, facts=facts):
        hazard.mark(Mark.PAIR, False)
        if back:
            hazard.recurrence_of = asked.earlier
            hazard.mark(Mark.RECURRING)
    if same and not back and STATES.allowed(hazard.status, Status.MERGED):
        merge(hazard, into=asked.earlier, by=by)
    return hazard


@transaction.atomic
def merge(hazard: Hazard, *, into: Hazard, by: Actor) -> Hazard:
    """From now on only the other one goes on; this one stays to be read and counts no more. Raises Refused."""
    gates.check_can_merge(by, hazard, into)
    facts = {"into": str(into.pk), "no": into.no}
    audit.move(hazard, Status.MERGED, by=by, values={"merged_into": into, "marks": []}, facts=facts)
    return hazard
