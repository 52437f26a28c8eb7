"""In which span of time a round is due: pure, half-open, in Asia/Shanghai (which has no summer time)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from weian.kernel.clock import SHANGHAI

Spans = tuple[tuple[time, time], ...]
DAY = timedelta(days=1)
# Every so many hours, as ISO 8601 says it: a whole number of them in a day.
HOURLY = {f"PT{hours}H": hours for hours in (1, 2, 3, 4, 6, 8, 12)}
# The shorter first: the order in which a day is told.
LENGTHS = ("shift", "daytime", "night", "day", "week", "month")
_ORDER = (*HOURLY, *LENGTHS)


@dataclass(frozen=True)
class Hours:
    """When the parts of a day are; an end that is not later than its start is on the next day."""

    shift: Spans = ((time(0), time(8)), (time(8), time(16)), (time(16), time(0)))
    daytime: Spans = ((time(8), time(18)),)
    night: Spans = ((time(18), time(6)),)

    @classmethod
    def of(cls, spans: Mapping[str, Spans]) -> Hours:
        return cls(**spans)


@dataclass(frozen=True)
class Window:
    """[begin, end) of one round; `day` is that on which it begins, `key` names it for good."""

    every: str
    begin: datetime
    end: datetime
    number: int = 0

    @property
    def day(self) -> date:
        return self.begin.date()

    @property
    def last_day(self) -> date:
        """The day to which a missed one is put down: a night's is that of its evening."""
        return self.day if self.every not in ("week", "month") else (self.end - timedelta(microseconds=1)).date()

    @property
    def key(self) -> str:
        return f"{self.day.isoformat()}/{self.every}{self.number or ''}"

    def holds(self, moment: datetime) -> bool:
        return self.begin <= moment < self.end


def rank(every: str) -> int:
    """The shorter a length, the lower."""
    return _ORDER.index(every)


@lru_cache(maxsize=4096)
def windows(every: str, day: date, hours: Hours) -> tuple[Window, ...]:
    """The windows that begin on a day; of a week or month, the one that the day lies in."""
    if every == "day":
        return (Window(every, _at(day), _at(day + DAY)),)
    if every == "week":
        monday = day - timedelta(days=day.weekday())
        return (Window(every, _at(monday), _at(monday + 7 * DAY)),)
    if every == "month":
        first = day.replace(day=1)
        return (Window(every, _at(first), _at((first + 31 * DAY).replace(day=1))),)
    if every in HOURLY:
        step = timedelta(hours=HOURLY[every])
        begins = [_at(day) + number * step for number in range(DAY // step)]
        return tuple(Window(every, begin, begin + step, number) for number, begin in enumerate(begins, 1))
    spans: Spans = getattr(hours, every)
    return tuple(
        Window(every, _at(day, start), _at(day if start < end else day + DAY, end), number if len(spans) > 1 else 0)
        for number, (start, end) in enumerate(spans, 1)
    )


def between(every: str, first: date, last: date, hours: Hours) -> list[Window]:
    """The windows that begin on the days from first to last; weeks and months also where they began before."""
    found: dict[str, Window] = {}
    day = first
    while day <= last:
        found |= {one.key: one for one in windows(every, day, hours)}
        day += DAY
    return list(found.values())


def _at(day: date, moment: time = time(0)) -> datetime:
    return datetime.combine(day, moment, tzinfo=SHANGHAI)
