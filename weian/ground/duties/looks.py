"""Socket: which units looked at themselves, and which were looked at from above, in a time; an upper app knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Looks:
    """The last day of each kind, by unit."""

    own: dict[UUID, date] = field(default_factory=dict)
    above: dict[UUID, date] = field(default_factory=dict)


Source = Callable[[Sequence[UUID], date, date], Looks]

_sources: dict[str, Source] = {}


def looks_source(name: str, source: Source) -> None:
    """Register `(units, first, last) -> Looks`, both days included. Raises ValueError when the name is taken."""
    if name in _sources:
        raise ValueError(f"who knows of checks is registered: {name!r}")
    _sources[name] = source


def looks_sources() -> list[str]:
    """The generated list of sockets reads it."""
    return sorted(_sources)


def looks(units: Sequence[UUID], first: date, last: date) -> Looks:
    """What any source knows."""
    found = Looks()
    for source in _sources.values():
        told = source(units, first, last)
        for mine, theirs in ((found.own, told.own), (found.above, told.above)):
            for unit, day in theirs.items():
                mine[unit] = max(day, mine.get(unit, day))
    return found
