"""What the server acknowledged outlives kill -9 (the long form: tests/soak)."""

from __future__ import annotations

from tests.soak import killing
from weian.config.embedded import Cluster


def test_acknowledged_rows_are_there_exactly_once_after_five_deaths(durable: Cluster) -> None:
    killing.prepare(durable)
    done = list(killing.rounds(durable, 5, seed=5))
    assert {one.how for one in done} == set(killing.WAYS)
    assert all(one.acknowledged for one in done)
    assert [(one.lost, one.doubled) for one in done] == [(0, 0)] * 5
