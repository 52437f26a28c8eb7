"""Whole lives of inspections in random order: whatever is asked, only steps of the table happen, and no seal leaks."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from weian.kernel.transitions import IllegalMove
from weian.programs.inspections.kinds import SEALED, Mode
from weian.programs.inspections.states import DONE, STATES, TOLD, VISITED, Status

PLANNED = [one for one in Mode if one not in (Mode.SELF, Mode.ROUND)]
ENDS = (Status.CLOSED, Status.CANCELLED)


class Life:
    """One inspection: any step may be asked of it at any time."""

    def __init__(self, mode: Mode) -> None:
        self.mode, self.status, self.past = mode, Status.PLANNED, [Status.PLANNED]

    def ask(self, to: Status) -> None:
        if self.status is Status.STARTED and to in (Status.HELD, Status.SHOWN) and (to is Status.HELD) != self.sealed:
            return  # the gate of `finish`: what a sealed visit found is held, of others it is shown
        try:
            STATES.check(self.status, to)
        except IllegalMove as refused:
            assert str(refused).endswith("。") and not STATES.allowed(self.status, to)
            return
        self.status = to
        self.past.append(to)

    @property
    def sealed(self) -> bool:
        return self.mode in SEALED

    def check(self) -> None:
        past = set(self.past)
        if self.status in TOLD:
            assert Status.STARTED in past, "told before somebody was there"
            assert not self.sealed or Status.HELD in past, "a secret visit was told without review"
        if self.status in VISITED:
            assert Status.CANCELLED not in past
        if self.status is Status.CLOSED:
            assert Status.SHOWN in past and past & {Status.SIGNED, Status.OBJECTED, Status.REFUSED}
        assert all(self.past[-1] is end for end in ENDS if end in past), "an ended one went on"


@given(st.lists(st.tuples(st.sampled_from(PLANNED), st.lists(st.sampled_from(Status), max_size=60)), max_size=4))
@settings(max_examples=300, deadline=None)
def test_lives_of_the_table_keep_their_promises(lives: list[tuple[Mode, list[Status]]]) -> None:
    for mode, asked in lives:
        life = Life(mode)
        for to in asked:
            life.ask(to)
            life.check()
    assert set(DONE) < set(VISITED) and set(TOLD) < set(VISITED)
