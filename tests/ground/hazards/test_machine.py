"""10,000 steps through the tables of a hazard and of what lies over it: whatever comes, what must hold does."""

from __future__ import annotations

import os

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from weian.foundation.people.api import Refused
from weian.ground.hazards import turns
from weian.ground.hazards.access import _nothing_pending
from weian.ground.hazards.kinds import Mark
from weian.ground.hazards.models import Hazard, Supervision
from weian.ground.hazards.presenters.progress import RING, steps
from weian.ground.hazards.presenters.record import MAIN
from weian.ground.hazards.states import ENDED, OPEN, STATES, STOPPED, SUPERVISION, Status, Supervised
from weian.kernel.transitions import IllegalMove

LIVES = int(os.environ.get("WEIAN_MACHINE", "200"))
PENDING = {Mark.SUPERVISED, Mark.REFERRED, Mark.REGRADE}


class Loop(RuleBasedStateMachine):
    """One hazard in memory and its listing, moved only along their tables and past the gate of closing."""

    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.hazard, self.listing, self.seen = Hazard(), Supervision(status=Supervised.LIFTED), [Status.REPORTED]

    @rule(to=st.sampled_from(list(Status)))
    def move(self, to: Status) -> None:
        before = Status(self.hazard.status)
        try:
            STATES.check(before, to)
            if to == Status.CLOSED:
                _nothing_pending(self.hazard)
        except IllegalMove as illegal:
            assert str(illegal).endswith("。") and self.hazard.status == before
        except Refused:
            assert set(self.hazard.marks) & PENDING
        else:
            self.hazard.status = to
            self.seen.append(to)

    @rule(mark=st.sampled_from([one for one in Mark if one != Mark.SUPERVISED]), on=st.booleans())
    @precondition(lambda self: self.hazard.status != Status.CLOSED)
    def mark(self, mark: Mark, on: bool) -> None:
        self.hazard.mark(mark, on)
        assert self.hazard.has(mark) is on

    @rule(to=st.sampled_from(list(Supervised)))
    @precondition(lambda self: self.hazard.has(Mark.SUPERVISED))
    def supervise(self, to: Supervised) -> None:
        if SUPERVISION.allowed(self.listing.status, to):
            self.listing.status = to
            self.hazard.mark(Mark.SUPERVISED, self.listing.is_open)

    @rule()
    @precondition(lambda self: self.hazard.status in OPEN and not self.hazard.has(Mark.SUPERVISED))
    def list_it(self) -> None:
        self.listing = Supervision(status=Supervised.LISTED)
        self.hazard.mark(Mark.SUPERVISED)

    @invariant()
    def counted(self) -> None:
        type(self).steps += 1

    @invariant()
    def what_is_closed_has_nothing_pending(self) -> None:
        if self.hazard.status == Status.CLOSED:
            assert not set(self.hazard.marks) & PENDING

    @invariant()
    def nothing_is_closed_that_was_not_verified_in_this_round(self) -> None:
        if self.hazard.status == Status.CLOSED:
            assert self.seen[-2] == Status.VERIFIED
        if Status.MERGED in self.seen:
            assert self.seen[-1] == Status.MERGED and Status.ASSIGNED not in self.seen

    @invariant()
    def the_mark_and_the_listing_say_the_same(self) -> None:
        assert self.hazard.has(Mark.SUPERVISED) is self.listing.is_open

    @invariant()
    def every_state_is_open_or_ended_counted_or_merged_and_has_its_words(self) -> None:
        status = Status(self.hazard.status)
        assert (status in OPEN) is self.hazard.is_open is (status not in ENDED)
        assert status in STOPPED or self.hazard.is_open
        assert (self.hazard.tally() is None) is (status == Status.MERGED)
        assert status in RING and status in MAIN and (status in turns.NEXT_ACT) is (status in OPEN)
        assert sum(one["is_here"] for one in steps(self.hazard)) == 1
        assert self.hazard.marks == sorted(set(self.hazard.marks))


def test_whatever_comes_what_must_hold_does() -> None:
    Loop.steps = 0
    run_state_machine_as_test(Loop, settings=settings(max_examples=LIVES, stateful_step_count=50, deadline=None))
    print(f"tried {Loop.steps} steps of a hazard")
    assert Loop.steps > LIVES * 40
