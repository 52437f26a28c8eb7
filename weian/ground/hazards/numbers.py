"""Numbers of hazards: YX-2026-00001, one series per institution and year, without gaps or doubles."""

from __future__ import annotations

from weian.foundation.org.models import Unit
from weian.ground.hazards.models import Counter

HAZARD, CLOSING, SUPERVISION, REFERRAL = "YX", "XH", "GP", "YS"


def take(series: str, unit: Unit, year: int) -> str:
    """The next number of `series`; holds the counter's row until the transaction ends."""
    key = {"unit": unit, "series": series, "year": year}
    Counter.objects.bulk_create([Counter(**key)], ignore_conflicts=True)
    counter = Counter.objects.select_for_update().get(**key)
    counter.last += 1
    counter.save(update_fields=["last"])
    return str(counter)
