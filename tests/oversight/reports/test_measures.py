"""The catalogue against situations counted by hand, and every list against its figure."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.conftest import acting
from tests.ground.duties import situations as duties
from tests.ground.hazards.situations import MONDAY, Situations
from weian.foundation.documents import api as documents
from weian.ground.hazards import api as hazards
from weian.kernel import clock
from weian.oversight.reports.catalogue import AGES, MEASURES, Measured, Unmeasurable, measure, measures, rows

NOW = date(2026, 12, 20)


@pytest.fixture(autouse=True)
def _own_evidence(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.EVIDENCE_ROOT = tmp_path / "evidence"


def taken(cast: Cast, code: str, on: date = NOW, **asked: object) -> Measured:
    """As the county's regulator sees it on a day."""
    with clock.moved_to(on), acting(cast.county_regulator):
        return measure(code, cast.county, **asked)  # type: ignore[arg-type]


def played(cast: Cast) -> Situations:
    """Hazards of the hospital found from 16 November on, each step a day after the last."""
    play = Situations(cast)
    for status in ("reported", "assigned", "fixed", "applied", "verified", "closed", "reopened"):
        play.at(hazards.Status(status))
    play.assigned("major")
    return play


def test_open_hazards_are_all_that_are_not_cancelled(cast: Cast) -> None:
    played(cast)
    assert taken(cast, "hazards.open").value == 7


def test_fixed_but_not_verified_is_still_open_and_not_closed(cast: Cast) -> None:
    play = Situations(cast)
    play.applied()
    play.applied()
    play.closed()
    assert taken(cast, "hazards.open").value == 2
    closed = taken(cast, "hazards.closed_rate")
    assert (closed.numerator, closed.denominator, closed.remainder, closed.text) == (1, 3, 2, "33.3%")
    assert closed.count_of("unverified") == 2
