"""The outbox of the phone without a network to speak of: keys, expiry, a full phone, what is done again."""

from __future__ import annotations

from tests.journeys.outbox.playing import try_alone


def test_what_the_phone_keeps_forgets_and_does_again() -> None:
    results = try_alone()
    assert len(results) >= 10
    assert {one["name"]: one["error"] for one in results if one["error"]} == {}
