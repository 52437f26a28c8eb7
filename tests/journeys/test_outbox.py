"""The phone's outbox through loss, repetition, reordering, two tabs, moved clocks and killed browsers."""

from __future__ import annotations

import os

from tests.journeys.conftest import PHONE, PageOf
from tests.journeys.outbox.playing import complaints, play, play_in
from tests.journeys.world import World

SCHEDULES = int(os.environ.get("WEIAN_SCHEDULES", "100"))
IN_CHROMIUM = int(os.environ.get("WEIAN_IN_CHROMIUM", "5"))
SEED = int(os.environ.get("WEIAN_SEED", "20261122"))


def test_nothing_is_lost_or_doubled_and_every_gap_is_said(world: World, page_of: PageOf) -> None:
    results = play(world, SEED, SCHEDULES)
    if IN_CHROMIUM:
        screen = page_of("keeper", size=PHONE)
        screen.go("/m/scan/")
        with screen.expecting(409):  # a piece of a photo that the server has already
            results += play_in(screen.page, SEED + SCHEDULES, IN_CHROMIUM)
    acts = sum(len(one.get("kept", ())) for one in results)
    gone = sum(len(one.get("thrown", ())) for one in results)
    print(f"{len(results)} schedules, {acts} acts, {gone} taken from the phone, {IN_CHROMIUM} in Chromium")
    assert complaints(world, results) == []
    assert acts > len(results) and (gone > 0 or len(results) < 50)
