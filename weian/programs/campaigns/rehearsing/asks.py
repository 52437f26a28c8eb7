"""A line of a notice or an obligation in force, as the weeks in which it costs somebody time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from weian.ground.duties import api as duties

HORIZON = 26  # weeks; what repeats without an end is looked at for half a year
_WEEK = timedelta(days=7)


class Asking(duties.Aimed, Protocol):
    """What proposals and obligations have in common beside whom they bind."""

    domain: str
    due: date | None
    due_event: str
    every: str
    by_day: str
    times: int | None


@dataclass(frozen=True)
class Ask:
    """`load` is minutes by week (its Monday), `due` the days on which something falls due, `times` how often at all."""

    line: Asking
    minutes: int
    times: int
    load: dict[date, float]
    due: frozenset[date]

    @property
    def domain(self) -> str:
        return self.line.domain

    def applies_to(self, sort: duties.Sort) -> bool:
        return duties.binds(self.line, sort)


def ask_of(line: Asking, minutes: int, today: date, ends: date | None) -> Ask:
    """What is done once is spread evenly over the weeks until it is due; what repeats falls into the week it is due.

    Without any day the minutes belong to no week: they count in the whole only.
    """
    days = _due_days(line, today, ends)
    times = sum(days.values())
    load: dict[date, float] = {}
    if line.every:
        for day, count in days.items():
            load[monday(day)] = load.get(monday(day), 0.0) + minutes * count
    elif days:
        weeks = _weeks(today, next(iter(days)))
        load = dict.fromkeys(weeks, minutes * times / len(weeks))
    return Ask(line, minutes, times or (line.times or 1), load, frozenset(days))


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weeks(today: date, due: date) -> list[date]:
    first, last = monday(today), max(monday(today), monday(due))
    return [first + n * _WEEK for n in range((last - first).days // 7 + 1)]


def _due_days(line: Asking, today: date, ends: date | None) -> Counter[date]:
    """Days on which it falls due from today on, with how many times each: of 每2小时 twelve times a day."""
    often = (line.times or 1) * duties.times_a_day(line.every)
    if not line.every:
        due = line.due or duties.counted_from(line.due_event, today)
        return Counter({max(due, today): often}) if due else Counter()
    horizon = today + HORIZON * _WEEK
    last = min(day for day in (line.due, ends, horizon) if day)
    found: Counter[date] = Counter()
    seen: set[date] = set()
    day = today
    while day <= last:
        period = duties.period_on(line.every, line.by_day, day)
        if period is None:
            break
        if period.start not in seen and period.due >= today:
            found[period.due] += often
        seen.add(period.start)
        # No period of a week or more can be stepped over by a week.
        day = max(period.due, day) + timedelta(days=1) if (period.due - period.start).days < 6 else day + _WEEK
    return found
