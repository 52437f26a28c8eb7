"""How much is still unfound, from what two who looked independently found: Chapman's estimator (pure).

Chapman 1951 with the variance of Seber 1970; the interval is that of Chao 1987, logarithmic, so that it never falls
below what was seen. Where one side found nothing new its variance is 0 and says too much: then the bound is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import exp, inf, log, sqrt
from uuid import UUID

Z = 1.959964  # 95 %


@dataclass(frozen=True)
class Estimate:
    """`own` and `other` found so many, `both` of them the same; the rest are whole numbers of things."""

    own: int
    other: int
    both: int
    unfound: float
    low: float
    high: float

    @property
    def seen(self) -> int:
        return self.own + self.other - self.both


@dataclass(frozen=True)
class Find:
    """Something was found: by the unit itself (`own`) or by others, on a day, at a spot; it stood until `until`.

    `same` and `other` are what people said of two reports: the same thing, or not.
    """

    uid: UUID
    own: bool
    on: date
    spot: tuple[str, str] = ("", "")
    until: date | None = None
    same: frozenset[UUID] = field(default=frozenset())
    other: frozenset[UUID] = field(default=frozenset())

    def stood(self, day: date) -> bool:
        return self.on <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Compared:
    """Things by the find that tells of them: `own` the unit had found, `both` of these others found too."""

    own: tuple[UUID, ...]
    both: tuple[UUID, ...]
    only_others: tuple[UUID, ...]

    @property
    def estimate(self) -> Estimate:
        return chapman(len(self.own), len(self.both) + len(self.only_others), len(self.both))


def compared(finds: Iterable[Find]) -> Compared:
    """What the unit had found, the others found, and both.

    Only what could be found by both is compared: of the unit's own what still stood on a day on which others found
    something. What the unit finds after it was told by others is no find of its own.
    """
    things = _things(sorted(finds, key=lambda one: (one.on, not one.own)))
    days = {one.on for thing in things for one in thing if not one.own}
    own, both, only_others = [], [], []
    for thing in things:
        theirs = [one for one in thing if not one.own]
        first = theirs[0].on if theirs else date.max
        mine = [one for one in thing if one.own and one.on <= first]
        if theirs and mine:
            both.append(mine[0].uid)
        elif theirs:
            only_others.append(theirs[0].uid)
        if mine and (theirs or any(one.stood(day) for one in mine for day in days)):
            own.append(mine[0].uid)
    return Compared(tuple(own), tuple(both), tuple(only_others))


def _things(finds: Sequence[Find]) -> list[list[Find]]:
    """Finds of one thing together: as people said, else one kind of thing at one spot while the earlier still stood."""
    things: list[list[Find]] = []
    at: dict[UUID, list[Find]] = {}
    last: dict[tuple[str, str], Find] = {}
    for one in finds:
        before = last.get(one.spot) if all(one.spot) else None
        alike = before is not None and before.stood(one.on) and before.uid not in one.other
        said = next((at[uid] for uid in one.same if uid in at), None)
        thing = said if said is not None else at[before.uid] if before is not None and alike else None
        if thing is None:
            things.append(thing := [])
        thing.append(one)
        at[one.uid], last[one.spot] = thing, one
    return things


def share(part: int, of: int) -> tuple[float, float]:
    """Between what and what the true share lies (Wilson 1927, 95 %); anything where `of` is 0."""
    if not of:
        return 0.0, 1.0
    seen, squared = part / of, Z * Z / of
    middle, wide = seen + squared / 2, sqrt(squared * (seen * (1 - seen) + squared / 4))
    return (middle - wide) / (1 + squared), (middle + wide) / (1 + squared)


def chapman(own: int, other: int, both: int) -> Estimate:
    """Raises ValueError where `both` is more than either."""
    if not 0 <= both <= min(own, other):
        raise ValueError("more in both than in one")
    unfound = (own - both) * (other - both) / (both + 1)
    if not unfound:
        return Estimate(own, other, both, 0.0, 0.0, _at_most(own, other))
    variance = (own + 1) * (other + 1) * (own - both) * (other - both) / ((both + 1) ** 2 * (both + 2))
    wide = exp(Z * sqrt(log(1 + variance / unfound**2)))
    return Estimate(own, other, both, unfound, unfound / wide, unfound * wide)


def _at_most(own: int, other: int) -> float:
    """Where one side found nothing that the other had not: how much may still be missed by both (exact, one in 40)."""
    few, many = sorted((own, other))
    return many * (0.025 ** (-1 / few) - 1) if few else inf
