"""Counting working days and due days."""

from __future__ import annotations

import datetime as dt

from weian.kernel.calendar.festivals import statutory_festivals
from weian.kernel.calendar.table import HolidayTable
from weian.kernel.clock import SHANGHAI

ONE_DAY = dt.timedelta(days=1)


def is_working_day(day: dt.date, table: HolidayTable) -> tuple[bool, bool]:
    """Return ``(working, sure)`` for ``day``; not sure means 待国务院通知."""
    sure = table.published(day)
    year = table.years.get(day.year)
    if year is None:
        return day.weekday() < 5 and day not in statutory_festivals(day.year), sure
    if day in year.work:
        return True, sure
    return day.weekday() < 5 and day not in year.off, sure


def is_sure(first: dt.date, last: dt.date, table: HolidayTable) -> bool:
    """Tell whether every day from ``first`` to ``last`` (both counted) is arranged officially."""
    if last < first:
        first, last = last, first
    return all(y in table.years for y in range(first.year, last.year + 1)) and table.published(last)


def add_working_days(day: dt.date, n: int, table: HolidayTable) -> dt.date:
    """Return the ``n``-th working day after ``day``; negative ``n`` counts backwards, 0 is ``day``.

    The day on which a period begins is not counted (民法典 art. 201).
    """
    step = ONE_DAY if n > 0 else -ONE_DAY
    left = abs(n)
    while left:
        day += step
        left -= is_working_day(day, table)[0]
    return day


def next_working_day(day: dt.date, table: HolidayTable) -> dt.date:
    """Return ``day`` if it is a working day, else the first one after it (民法典 art. 203)."""
    while not is_working_day(day, table)[0]:
        day += ONE_DAY
    return day


def working_days_between(start: dt.date, end: dt.date, table: HolidayTable) -> int:
    """Count working days after the earlier day up to and including the later one.

    Negative when ``end`` is earlier. Counts add up over neighbouring spans, and adding ``n`` to
    ``start``, then counting, gives ``n`` (backwards only from a working day).
    """
    if end < start:
        return -working_days_between(end, start, table)
    return sum(is_working_day(start + n * ONE_DAY, table)[0] for n in range(1, (end - start).days + 1))


def due_at(day: dt.date) -> dt.datetime:
    """Return 24:00 of ``day`` in Asia/Shanghai, the first moment that is too late.

    A due day includes the day: an act at 23:59:59 of it is in time.
    """
    return dt.datetime.combine(day + ONE_DAY, dt.time(), tzinfo=SHANGHAI)


def overdue_days(due: dt.date, today: dt.date, *, table: HolidayTable, working: bool = True) -> int:
    """Count the days by which ``due`` has passed on ``today``; 0 while it is in time.

    Working days by default; calendar days with ``working=False``. A due day missed on the eve of
    a holiday is 0 working days late until the first working day after it.
    """
    if today <= due:
        return 0
    return working_days_between(due, today, table) if working else (today - due).days
