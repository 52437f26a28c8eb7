"""Of several sources the strictest wins (requirements C7): whoever keeps it keeps the others, and all are named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from weian.ground.rounds.windows import Hours, between, rank

# A month of 28 days that begins on a Sunday holds the fewest whole days and the fewest whole weeks.
_SHORTEST = date(2026, 2, 1), date(2026, 2, 28)
_WEEK = date(2026, 2, 9), date(2026, 2, 15)
_ONE = date(2026, 2, 10), date(2026, 2, 10)


@dataclass(frozen=True)
class Claim:
    """What one source asks: so many times in each window, by whom, scanned or not, and where that stands.

    `marks` are those that it speaks of (none: this one subject), `since` the day from which it is asked.
    """

    code: str
    title: str
    every: str
    times: int = 1
    doer: str = "own"
    rolling: bool = False
    scan: bool = True
    checklist: str = ""
    ladder: str = "patrol"
    source: str = ""
    clause: str = ""
    verified: bool = True
    marks: tuple[str, ...] = ()
    since: date | None = None


@dataclass(frozen=True)
class Kept:
    """The strictest claim, and those of other sources that are kept with it."""

    claim: Claim
    others: tuple[Claim, ...] = ()

    @property
    def sources(self) -> tuple[Claim, ...]:
        return (self.claim, *self.others)

    @property
    def checklists(self) -> list[str]:
        """What to look at: of the strictest source first, then of the others."""
        return [*dict.fromkeys(one.checklist for one in self.sources if one.checklist)]


def strictest(claims: Iterable[Claim], hours: Hours) -> list[Kept]:
    """The claims that no other one includes, each with those that it includes; shorter windows first.

    A day is not compared with a night: both stand. A round of the supervising level is not done by the unit's own.
    """
    ordered = sorted(claims, key=lambda one: (rank(one.every), -one.times, not one.scan, one.code))
    kept: dict[Claim, list[Claim]] = {}
    for claim in ordered:
        over = next((found for found in kept if includes(found, claim, hours)), None)
        if over is None:
            kept[claim] = []
        else:
            kept[over].append(claim)
    return [Kept(claim, tuple(others)) for claim, others in kept.items()]


def includes(one: Claim, other: Claim, hours: Hours) -> bool:
    """Whether whoever keeps `one` has kept `other`, whatever the calendar."""
    if one.doer != other.doer or one.rolling != other.rolling or (other.scan and not one.scan):
        return False
    if one.rolling:
        return rank(one.every) <= rank(other.every)
    return one.times * _inside(one.every, other.every, hours) >= other.times


@lru_cache(maxsize=256)
def _inside(small: str, large: str, hours: Hours) -> int:
    """How many windows of one length lie wholly in each window of another, at least."""
    first, last = {"week": _WEEK, "month": _SHORTEST}.get(large, _ONE)
    inner = between(small, first.replace(day=1), last, hours)
    outer = between(large, first, last, hours)
    return min(sum(big.begin <= one.begin and one.end <= big.end for one in inner) for big in outer)
