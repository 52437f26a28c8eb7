"""What the signals are computed from and made of: an act as it was recorded, and one reason in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from uuid import UUID


class Where(IntEnum):
    """Where a photo was seen before that is nearly the same; the higher says more."""

    SAME_PLACE = 1
    OTHER_PLACE = 2
    OTHER_UNIT = 3


@dataclass(frozen=True)
class Seen:
    """A photo of an act is nearly one of another act: where, and on which day. Of another unit nothing is told."""

    where: Where
    on: date | None = None


@dataclass(frozen=True)
class Due:
    """A term that an act answers, [begin, end): a round's window, or what is owed by a notice until a day."""

    title: str
    begin: datetime
    end: datetime

    @property
    def span(self) -> tuple[datetime, datetime]:
        return self.begin, self.end

    def stretch(self, part: float) -> timedelta:
        """The last of so many equal parts: an hour of a day, thirty hours of a month."""
        return (self.end - self.begin) / part


@dataclass(frozen=True)
class Act:
    """One inspection or round as it was recorded. `seen` are photos that are nearly another's, `dues` what it answers,
    `fixed` one truth for each hazard.

    `passed` and `faults` are items; `right` and `wrong` kinds of hazard, for a visit that has no items of the place.
    """

    uid: UUID
    person: UUID
    subject: UUID | None
    place: UUID | None
    sheet: str
    started: datetime
    ended: datetime
    passed: frozenset[str] = frozenset()
    faults: frozenset[str] = frozenset()
    right: frozenset[str] = frozenset()
    wrong: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    seen: tuple[Seen, ...] = ()
    dues: tuple[Due, ...] = ()
    fixed: tuple[bool, ...] = ()
    own: bool = True

    @property
    def pace(self) -> float | None:
        """Seconds for one item; None where nothing was answered, and where nobody saw how long it took: what is typed
        at a desk comes with one moment."""
        items, took = len(self.passed) + len(self.faults), (self.ended - self.started).total_seconds()
        return took / items if items and took > 0 else None


@dataclass(frozen=True)
class Term:
    """One reason: its code, how strong it is (0 is nothing, capped by content), and what was seen, in words."""

    code: str
    value: float
    said: str


@dataclass(frozen=True)
class Numbers:
    """What content sets. Days, minutes and seconds as named; `score` is the threshold, `share` the most of all acts."""

    weights: Mapping[str, float]
    caps: Mapping[str, float]
    score: float = 3.0
    share: float = 0.01
    peers: int = 5
    walk_seconds: int = 20
    burst_part: float = 24
    burst_acts: int = 6
    same_words: int = 8
    same_day: int = 8
    contradicted_days: int = 3


Found = Iterable[tuple[UUID, Term]]
