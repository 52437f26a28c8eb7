"""The phone's outbox through loss, repetition, reordering, two tabs, moved clocks and killed browsers."""

from __future__ import annotations

import os

from tests.journeys.outbox.playing import complaints, play
from tests.journeys.world import World

SCHEDULES = int(os.environ.get("WEIAN_SCHEDULES", "100"))
SEED = int(os.environ.get("WEIAN_SEED", "20261122"))


def test_nothing_is_lost_or_doubled_and_every_gap_is_said(world: World) -> None:
    results = play(world, SEED, SCHEDULES)
    acts = sum(len(one.get("kept", ())) for one in results)
    gone = sum(len(one.get("thrown", ())) for one in results)
    print(f"{len(results)} schedules, {acts} acts, {gone} taken from the phone")
    assert complaints(world, results) == []
    assert acts > len(results) and (gone > 0 or len(results) < 50)
