from __future__ import annotations

from datetime import date
from functools import cache

from weian.kernel import calendar

# [D] of requirement S0-0.1: a notice is signed for within one working day.
SIGN_WITHIN = 1


@cache
def _table() -> calendar.HolidayTable:
    return calendar.load()


def sign_by(sent_on: date) -> date:
    """The last day on which a document sent on `sent_on` is signed in time."""
    return calendar.add_working_days(sent_on, SIGN_WITHIN, _table())
