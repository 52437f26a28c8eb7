"""Much written down just before any deadline is seen where nobody else does so; of a hundred acts one at most is told
of. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oversight.watch.test_signals import NUMBERS
from weian.kernel.clock import SHANGHAI
from weian.oversight.watch.acts import Act, Due
from weian.oversight.watch.bursts import bursts
from weian.oversight.watch.signals import room

FIRST = datetime(2026, 10, 1, tzinfo=SHANGHAI)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TERMS = {"shift": 8 * HOUR, "day": DAY, "week": 7 * DAY, "month": 30 * DAY, "task": 92 * DAY}
ME, OTHERS = UUID(int=1), [UUID(int=n) for n in range(2, 6)]


class Terms:
    """People answer the same deadline again and again; `at` says when in its term, 0 to 1."""

    def __init__(self, seed: int, length: timedelta) -> None:
        self.dice, self.length = Random(seed), length

    def act(self, person: UUID, number: int, at: float) -> Act:
        begin = FIRST + number * self.length
        ended = begin + at * self.length
        due = Due("分期检查", begin, begin + self.length)
        uid = UUID(int=self.dice.getrandbits(128))
        return Act(uid, person, None, None, "", ended - timedelta(seconds=30), ended, dues=(due,))

    def any_time(self, person: UUID, terms: int = 6, each: int = 8) -> list[Act]:
        return [self.act(person, n, self.dice.random()) for n in range(terms) for _ in range(each)]

    def at_the_end(self, person: UUID, number: int, n: int) -> list[Act]:
        return [self.act(person, number, 1 - self.dice.uniform(0.0001, 0.04)) for _ in range(n)]


def said(acts: list[Act]) -> dict[UUID, str]:
    return {uid: term.said for uid, term in bursts(acts, NUMBERS)}


@pytest.mark.parametrize("length", TERMS.values(), ids=TERMS)
@given(seed=st.integers(0, 10_000), n=st.integers(6, 12))
@settings(max_examples=12, deadline=None)
def test_a_burst_before_any_deadline_is_seen_with_its_numbers(length: timedelta, seed: int, n: int) -> None:
    terms = Terms(seed, length)
    usual = [act for who in (ME, *OTHERS) for act in terms.any_time(who)]
    burst = terms.at_the_end(ME, 6, n)
    told = said([*usual, *burst])
    assert all(f"{n} 次里 {n} 次记在最后" in told[act.uid] for act in burst)
    assert all("本人占" in told[act.uid] and "别人占" in told[act.uid] for act in burst)
    assert len(set(told) - {act.uid for act in burst}) <= len(usual) * 0.05


def test_what_is_written_down_at_any_time_is_hardly_ever_called_a_burst() -> None:
    acts = flags = 0
    for seed in range(15):
        terms = Terms(seed, DAY)
        month = [act for who in (ME, *OTHERS) for act in terms.any_time(who, terms=20)]
        acts += len(month)
        flags += len(said(month))
    assert flags / acts < 0.001


def test_an_innocent_habit_few_acts_and_what_has_no_deadline_say_nothing() -> None:
    terms = Terms(1, DAY)
    others = [act for who in OTHERS for act in terms.any_time(who)]
    habit = [act for n in range(6) for act in terms.at_the_end(ME, n, 8)]
    assert said([*others, *habit]) == {}, "somebody whose duty is the late evening"
    all_late = [act for who in (ME, *OTHERS) for act in terms.at_the_end(who, 3, 8)]
    earlier = [act for who in OTHERS for n in range(3) for act in terms.at_the_end(who, n, 8)]
    assert said([*terms.any_time(ME, terms=3), *earlier, *all_late]) == {}, "where everybody does so"
    few = terms.at_the_end(ME, 7, 5)
    assert said([*others, *terms.any_time(ME), *few]).keys().isdisjoint(act.uid for act in few)
    alone = terms.at_the_end(ME, 7, 8)
    assert said(alone) == {}, "nothing to compare with"
    free = [Act(act.uid, ME, None, None, "", act.started, act.ended) for act in alone]
    assert said([*others, *terms.any_time(ME), *free]) == {}


def test_a_term_is_told_as_people_say_it() -> None:
    def told(name: str) -> str:
        terms = Terms(2, TERMS[name])
        return next(
            iter(said([*(a for who in OTHERS for a in terms.any_time(who)), *terms.at_the_end(ME, 0, 7)]).values())
        )

    assert told("day").startswith(
        "“分期检查”10月1日 24 时到期，7 次里 7 次记在最后 60 分钟；平时记在最后这一段的，别人占 "
    )
    assert "10月1日 08:00到期，7 次里 7 次记在最后 20 分钟" in told("shift")
    assert "10月30日 24 时到期，7 次里 7 次记在最后 30 小时" in told("month")
    assert "最后 4 天" in told("task")


@given(
    nights=st.lists(st.tuples(st.integers(0, 400), st.floats(0, 1)), min_size=1, max_size=60),
    share=st.sampled_from([0.01, 0.02, 0.05]), keeps=st.integers(1, 30),
)  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_never_more_than_one_act_in_a_hundred_is_told_of_whatever_happens(
    nights: list[tuple[int, float]], share: float, keeps: int
) -> None:
    """So many acts come in each night, any part of them over the threshold; they count for `keeps` nights."""
    acts: list[int] = []
    told: list[int] = []
    for came, part in nights:
        acts.append(came)
        told.append(
            min(round(came * part), room(sum(acts[-keeps:]), sum(told[1 - keeps :] if keeps > 1 else ()), share))
        )
        assert sum(told) <= share * sum(acts) + 1e-6


def test_few_acts_have_no_signal_and_what_is_not_used_is_carried_over() -> None:
    assert [room(n, 0, 0.01) for n in (0, 5, 99, 100, 199, 200, 1000)] == [0, 0, 0, 1, 1, 2, 10]
    assert (room(1000, 9, 0.01), room(1000, 10, 0.01), room(100, 3, 0.01)) == (1, 0, 0)
