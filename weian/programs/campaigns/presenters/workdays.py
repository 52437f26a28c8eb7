"""放假和补班 of a year, by which working days are counted; unpublished years are told by rule and marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from weian.kernel import calendar
from weian.ui.words import isodate


@dataclass(frozen=True)
class Festival:
    """One festival: its days off and the days that are worked for them, in words."""

    name: str
    off: str
    work: str


@dataclass(frozen=True)
class Arrangement:
    """`sources` is empty for a year that the State Council has not arranged yet: only the statutory days are known."""

    year: int
    festivals: list[Festival]
    sources: tuple[calendar.Source, ...]

    @property
    def published(self) -> bool:
        return bool(self.sources)


def of_year(year: int) -> Arrangement:
    found = calendar.load().years.get(year)
    if found is None:
        return Arrangement(year, _festivals(calendar.statutory_festivals(year), {}), ())
    return Arrangement(year, _festivals(found.off, found.work), found.sources)


def _festivals(off: Mapping[date, str], work: Mapping[date, str]) -> list[Festival]:
    found = []
    for name, days in groupby(sorted(off), key=lambda day: off[day]):
        worked = [isodate(day) for day in sorted(work) if work[day] == name]
        found.append(Festival(name, _span(list(days)), "、".join(worked)))
    return found


def _span(days: Sequence[date]) -> str:
    first, last = days[0], days[-1]
    count = (last - first).days + 1
    return isodate(first) if first == last else f"{isodate(first)} 至 {isodate(last)}，共 {count}\u00a0天"
