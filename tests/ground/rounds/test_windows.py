"""Windows cover the time without gaps, and whoever keeps the strictest claim has kept all that it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from weian.ground.rounds.judging import State, judge
from weian.ground.rounds.strictness import Claim, strictest
from weian.ground.rounds.windows import LENGTHS, Hours, between, windows
from weian.kernel.clock import SHANGHAI

HOURS = Hours()
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
EVERY = st.sampled_from(LENGTHS)
NOTHING = timedelta()
SUBJECT = uuid4()


@dataclass(frozen=True)
class Looked:
    seen_at: datetime
    recorded_at: datetime
    scanned: bool = True
    doer: str = "own"
    subject_id: UUID = SUBJECT
    person_id: UUID | None = None
    whole: bool = True


def looked(at: datetime, *, scanned: bool = True, late: timedelta = NOTHING) -> Looked:
    return Looked(at, at + late, scanned)


@given(EVERY, DAYS)
@settings(max_examples=60, deadline=None)
def test_windows_follow_each_other_and_are_named_once(every: str, day: date) -> None:
    found = between(every, day, day + timedelta(days=45), HOURS)
    assert len({one.key for one in found}) == len(found)
    for one, next_ in pairwise(found):
        assert one.begin < one.end <= next_.begin
        if every in ("shift", "day", "week", "month"):
            assert one.end == next_.begin
    assert all(one.begin.tzinfo is SHANGHAI for one in found)


@given(EVERY, DAYS, st.integers(0, 86_399))
@settings(max_examples=60, deadline=None)
def test_the_window_of_a_moment_is_found_from_its_day_or_the_day_before(every: str, day: date, second: int) -> None:
    moment = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) + timedelta(seconds=second)
    near = {one for d in (day, day - timedelta(days=1)) for one in windows(every, d, HOURS) if one.holds(moment)}
    wide = {
        one for one in between(every, day - timedelta(days=40), day + timedelta(days=2), HOURS) if one.holds(moment)
    }
    assert near == wide
    assert len(wide) <= 1


CLAIMS = st.lists(
    st.builds(
        Claim, code=st.uuids().map(str), title=st.just("查"), every=EVERY, times=st.integers(1, 6), scan=st.booleans()
    ),
    min_size=1,
    max_size=5,
)


@given(CLAIMS, DAYS, st.data())
@settings(max_examples=60, deadline=None)
def test_who_keeps_the_strictest_claims_has_kept_every_source(
    claims: list[Claim], day: date, data: st.DataObject
) -> None:
    """Visits are made wherever a kept claim wants them, at any moment of its window, and nowhere else."""
    kept = strictest(claims, HOURS)
    assert sorted(c.code for one in kept for c in one.sources) == sorted(c.code for c in claims)
    first, last = day - timedelta(days=70), day + timedelta(days=70)
    share = data.draw(st.floats(0, 0.999))
    visits = [
        looked(window.begin + (window.end - window.begin) * share, scanned=one.claim.scan)
        for one in kept
        for window in between(one.claim.every, first, last, HOURS)
        for _ in range(one.claim.times)
    ]
    end = datetime(last.year, last.month, last.day, tzinfo=SHANGHAI)
    for claim in claims:
        for window in windows(claim.every, day, HOURS):
            assert judge(window, claim, visits, end, NOTHING).state == State.DONE, (claim, window, kept)


@given(EVERY, DAYS, st.integers(0, 3), st.integers(1, 3), st.integers(0, 200))
@settings(max_examples=60, deadline=None)
def test_a_missed_round_stays_missed_whatever_is_typed_later(
    every: str, day: date, made: int, times: int, hours_later: int
) -> None:
    window = windows(every, day, HOURS)[0]
    claim = Claim("c", "查", every, times)
    visits = [looked(window.begin + timedelta(minutes=n)) for n in range(made)]
    before = judge(window, claim, visits, window.end, NOTHING)
    assert before.is_missed == (made < times)
    typed = [
        looked(window.end - timedelta(minutes=1 + n), scanned=False, late=timedelta(hours=1 + hours_later))
        for n in range(times)
    ]
    after = judge(window, claim, visits + typed, window.end + timedelta(days=400), timedelta(hours=24))
    assert after.is_missed == before.is_missed
    if before.is_missed:
        assert after.state == State.LATE


def test_a_day_and_a_night_both_stand_and_a_day_stands_for_the_month() -> None:
    night, day, month = Claim("n", "夜", "night", 2), Claim("d", "日", "day"), Claim("m", "月", "month", scan=False)
    found = strictest([month, day, night], HOURS)
    assert [(one.claim.code, [other.code for other in one.others]) for one in found] == [("n", ["m"]), ("d", [])]
    upper = Claim("u", "属地", "week", doer="upper", rolling=True)
    assert {one.claim.code for one in strictest([day, upper, month], HOURS)} == {"d", "u"}
