"""10,000 steps through the table of a visit, sealed or open; as many of a hazard in its own test_machine."""

from __future__ import annotations

import os

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from weian.foundation.org.models import Unit
from weian.kernel.transitions import IllegalMove
from weian.programs.inspections.kinds import AT_ONCE, SEALED, Mode
from weian.programs.inspections.models import Inspection
from weian.programs.inspections.presenters.record import MAIN, _line
from weian.programs.inspections.states import DONE, STATES, TOLD, VISITED, Status

LIVES = int(os.environ.get("WEIAN_MACHINE", "200"))
PLANNED_MODES = [one for one in Mode if one not in AT_ONCE]
ENDED = {Status.CLOSED, Status.CANCELLED}


class Visit(RuleBasedStateMachine):
    """One visit in memory; only the review of a secret one stands between the door and the exchange."""

    steps = 0

    @initialize(mode=st.sampled_from(PLANNED_MODES))
    def planned(self, mode: Mode) -> None:
        self.one = Inspection(mode=mode, office=Unit(name="云泽市卫生健康委员会"), target=Unit(name="白鹭县人民医院"))
        self.seen = [Status.PLANNED]

    @rule(to=st.sampled_from(list(Status)))
    def move(self, to: Status) -> None:
        before = Status(self.one.status)
        try:
            STATES.check(before, to)
        except IllegalMove as illegal:
            assert str(illegal).endswith("。") and self.one.status == before
            return
        # Whoever finishes goes one way or the other: the visit's mode says which, not the person.
        if before == Status.STARTED and to != (Status.HELD if self.one.sealed else Status.SHOWN):
            return
        self.one.status = to
        self.seen.append(to)

    @rule()
    def again(self) -> None:
        """The next visit of a plan, where this one is over."""
        if self.one.status in ENDED:
            self.planned(Mode(self.one.mode))

    @invariant()
    def counted(self) -> None:
        type(self).steps += 1

    @invariant()
    def the_visited_side_learns_nothing_before_the_door_and_no_findings_before_the_exchange(self) -> None:
        status = Status(self.one.status)
        assert self.one.under_seal is (self.one.mode in SEALED and status not in VISITED)
        assert (status in TOLD) is (Status.SHOWN in self.seen)
        assert (status in VISITED) is (Status.STARTED in self.seen)
        assert (status in DONE) is (status in VISITED and status != Status.STARTED)

    @invariant()
    def what_was_secret_was_reviewed_and_what_is_closed_was_answered_by_the_other_side(self) -> None:
        if Status.SHOWN in self.seen:
            assert (Status.HELD in self.seen) is self.one.sealed
        if self.one.status == Status.CLOSED:
            assert self.seen[-2] in (Status.SIGNED, Status.OBJECTED, Status.REFUSED)
        assert not set(self.seen[:-1]) & ENDED

    @invariant()
    def every_state_has_its_place_on_the_line_and_its_act(self) -> None:
        answered = self.seen[-2] if self.one.status == Status.CLOSED else Status.SIGNED
        line = _line(self.one, [], mine=False, answered=answered)["steps"]
        if self.one.status == Status.CLOSED:
            assert line[-2]["word"] == answered.label
        assert sum(step["is_here"] for step in line) == 1
        assert (Status(self.one.status) in MAIN) is (self.one.status != Status.CANCELLED)


def test_whatever_comes_what_must_hold_does() -> None:
    Visit.steps = 0
    run_state_machine_as_test(Visit, settings=settings(max_examples=LIVES, stateful_step_count=50, deadline=None))
    print(f"tried {Visit.steps} steps of a visit")
    assert Visit.steps > LIVES * 40
