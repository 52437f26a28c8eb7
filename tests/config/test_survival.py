"""kill -9 of pages, jobs and database under people at work: what was acknowledged is there once (300 in soak)."""

from __future__ import annotations

from typing import Any

from tests.soak.survival.rounds import survive

ROUNDS = 25


def test_nothing_acknowledged_is_lost_or_doubled(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        outcome = survive(ROUNDS, seed=8)
    print(outcome)
    assert outcome.held, (str(outcome), outcome.lost[:5], outcome.doubled[:5], outcome.wrong[:5])
    assert outcome.deaths.total() == ROUNDS and outcome.repeated > 0
