"""Numbers of hazards: YX-2026-00001, one series per institution and year, without gaps or doubles."""

from __future__ import annotations

from weian.foundation.org.models import Unit
from weian.ground.hazards.models import Counter
from weian.kernel.series import following

HAZARD, CLOSING, SUPERVISION, REFERRAL = "YX", "XH", "GP", "YS"


def take(series: str, unit: Unit, year: int) -> str:
    """The next number of `series`; holds the counter's row until the transaction ends."""
    return str(following(Counter, unit=unit, series=series, year=year))
