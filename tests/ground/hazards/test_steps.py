"""What a step leaves behind it: one event, one count moved; who comes second is told (who may: tests/trust/steps)."""

from __future__ import annotations

import pytest

from tests.conftest import acting
from weian.foundation.audit import api as audit
from weian.foundation.tally.models import Delta
from weian.ground.hazards import api as hazards
from weian.ground.hazards.api import Hazard
from weian.kernel import clock
from weian.kernel.transitions import IllegalMove


def test_each_step_leaves_one_event_and_moves_one_count(play, cast):
    hazard = play.closed()
    with audit.acting_as_system("看结果"):
        verbs = [event.verb for event in reversed(audit.history(hazard.pk))]
        assert verbs == [
            "hazard.reported", "hazard.graded", "hazard.assigned", "hazard.rectifying", "hazard.applied",
            "hazard.verified", "hazard.closed",
        ]  # fmt: skip
        deltas = Delta.objects.filter(kind="hazard", org_pos=cast.pharmacy.pos)
        assert sum(delta.n for delta in deltas) == 1
        standing = {}
        for delta in deltas:
            key = (delta.dims["status"], delta.dims["grade"])
            standing[key] = standing.get(key, 0) + delta.n
        assert {key: n for key, n in standing.items() if n} == {("closed", "general"): 1}
        assert list(audit.faults(chain=cast.hospital.uid)) == []


def test_of_two_who_act_at_once_the_second_is_told(play, cast):
    hazard = play.applied()
    with clock.moved_to(play.day), acting(cast.officer_2):
        stale = Hazard.objects.get(pk=hazard.pk)
    with play.step(cast.officer) as officer:
        hazards.verify(hazard, by=officer)
    with clock.moved_to(play.day), acting(cast.officer_2), pytest.raises(IllegalMove, match="已验收"):
        hazards.verify(stale, by=cast.officer_2)
