"""Periods of repeated obligations, and how late something is in working days."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from weian.kernel import calendar
from weian.kernel.text.dates import runs_from_receipt, term_of

# What comes round more often than weekly, read by Python and by PostgreSQL.
ROUND = "^P(T|[1-6]D$)"
_EVERY = re.compile(r"^P(\d+)([DWMY])$")
_WITHIN_A_DAY = re.compile(r"^PT(\d+)([HM])$")
_BY = re.compile(r"^(?:M(\d+))?D(\d+)$")
_WEEKDAY = re.compile(r"^W(\d)$")
# Older missed periods are told by the measures, not by lists.
MOST_MISSED = 12


@dataclass(frozen=True)
class Period:
    """One period of a repeated obligation: its first day, and the last day on which it is in time."""

    start: date
    due: date


def working_days_late(due: date | None, day: date) -> int:
    """Working days by which `due` has passed on `day`; 0 while in time or without a due day."""
    return calendar.overdue_days(due, day, table=calendar.load()) if due else 0


def is_sure(due: date | None, day: date) -> bool:
    """Whether the working days between are arranged by the State Council; otherwise 待国务院通知."""
    return due is None or calendar.is_sure(due, day, calendar.load())


def is_round(every: str) -> bool:
    """Whether it comes round more often than weekly: part of a day's work, not a piece of work of its own."""
    return re.match(ROUND, every) is not None


def counted_from(words: str, day: date) -> date | None:
    """The last day of a term that runs from the notice itself (收到通知后5个工作日内, 印发后一个月内).

    `day` is the one on which it went out: who is sent it has it on that day. None for words that tell no such term.
    """
    told = term_of(words)
    if told is None:
        return None
    number, unit = told
    if unit == "工作日":
        return calendar.add_working_days(day, number, calendar.load())
    if unit == "月":
        year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return day + timedelta(hours=number * {"小时": 1, "周": 168, "星期": 168}.get(unit, 24))


def counted_at(words: str, issued: date, due: date, reached: date) -> date:
    """`due` of a notice that went out on `issued`, as it is at a unit that the notice reached on `reached`.

    收到通知后5日内 runs there from that day; what runs from the issue, and a day that somebody put in, is the same
    for all.
    """
    if reached <= issued or not runs_at_units(words, issued, due):
        return due
    return counted_from(words, reached) or due


def runs_at_units(words: str, issued: date, due: date | None) -> bool:
    """Whether each unit counts the term from its own receipt."""
    return due is not None and runs_from_receipt(words) and due == counted_from(words, issued)


def last_passed(words: str, issued: date, on: date) -> date | None:
    """The last day of receipt with which such a term is late on `on`; None where it is not even from the issue on."""
    for back in range((on - issued).days + 1):
        day = on - timedelta(days=back)
        if working_days_late(counted_from(words, day), on):
            return day
    return None


def times_a_day(every: str) -> int:
    """How often a cadence shorter than a day comes round in one, by day and by night: PT2H is 12; 1 for all others."""
    match = _WITHIN_A_DAY.match(every)
    minutes = int(match[1]) * (60 if match[2] == "H" else 1) if match else 0
    return max(1, 24 * 60 // minutes) if minutes else 1


def period_on(every: str, by_day: str, day: date) -> Period | None:
    """The period of an ISO 8601 cadence in which `day` lies. Cadences shorter than a day count by days."""
    if every.startswith("PT"):
        return Period(day, day)
    match = _EVERY.match(every)
    if match is None:
        return None
    number, unit = int(match[1]), match[2]
    if unit in "MY" and 12 % (months := number * (12 if unit == "Y" else 1)) == 0:
        return _of_months(months, by_day, day)
    length = number * {"D": 1, "W": 7, "M": 30, "Y": 365}[unit]
    # Counted from a Monday, so that weeks are calendar weeks.
    start = day - timedelta(days=(day.toordinal() - 1) % length)
    weekday = _WEEKDAY.match(by_day)
    end = int(weekday[1]) - 1 if weekday and length == 7 else length - 1
    return Period(start, start + timedelta(days=end))


def periods_until(every: str, by_day: str, since: date, day: date) -> list[Period]:
    """The present period and the earlier ones since `since`, newest first, at most MOST_MISSED + 1.

    What is due weekly or more often is a patrol: only its present period is a task, gaps are told by the measures.
    """
    found: list[Period] = []
    present = period_on(every, by_day, day)
    if present is None or present.due - present.start < timedelta(days=27):
        return [present] if present else []
    cursor = day
    while len(found) <= MOST_MISSED:
        period = period_on(every, by_day, cursor)
        if period is None:
            break
        found.append(period)
        if period.start <= since:
            break
        cursor = period.start - timedelta(days=1)
    return found


def _of_months(length: int, by_day: str, day: date) -> Period:
    first = (day.month - 1) // length * length + 1
    start = date(day.year, first, 1)
    month, number = length, 31
    if match := _BY.match(by_day):
        month, number = int(match[1] or length), int(match[2])
    elif by_day.startswith("M") and by_day.endswith("last"):
        month = int(by_day[1:-4] or length)
    last = first + min(month, length) - 1
    return Period(start, date(day.year, last, min(number, monthrange(day.year, last)[1])))
