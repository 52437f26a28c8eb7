"""Periods of repeated obligations, and how late something is in working days."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from weian.kernel import calendar

_MONTHS = {"P1M": 1, "P2M": 2, "P3M": 3, "P6M": 6, "P1Y": 12}
_DAYS = {"P1D": 1, "P1W": 7, "P2W": 14}
_BY = re.compile(r"^(?:M(\d+))?D(\d+)$")


@dataclass(frozen=True)
class Period:
    """One period of a repeated obligation: its first day, and the last day on which it is in time."""

    start: date
    due: date


@cache
def holidays() -> calendar.HolidayTable:
    """The holiday table of the loaded content."""
    return calendar.load()


def working_days_late(due: date | None, day: date) -> int:
    """Working days by which `due` has passed on `day`; 0 while in time or without a due day."""
    return calendar.overdue_days(due, day, table=holidays()) if due else 0


def period_on(every: str, by_day: str, day: date) -> Period | None:
    """The period of an ISO 8601 cadence in which `day` lies; None for a cadence that has none (every two hours)."""
    if every in _MONTHS:
        return _of_months(_MONTHS[every], by_day, day)
    if every in _DAYS:
        length = _DAYS[every]
        start = day - timedelta(days=day.toordinal() % length if length == 1 else (day.toordinal() - 1) % length)
        return Period(start, start + timedelta(days=length - 1))
    return None


def _of_months(length: int, by_day: str, day: date) -> Period:
    first = (day.month - 1) // length * length + 1
    start = date(day.year, first, 1)
    month, number = length, 31
    if match := _BY.match(by_day):
        month, number = int(match[1] or length), int(match[2])
    last = first + month - 1
    year, last = day.year + (last - 1) // 12, (last - 1) % 12 + 1
    return Period(start, date(year, last, min(number, monthrange(year, last)[1])))
