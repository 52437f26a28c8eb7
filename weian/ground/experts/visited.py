"""Socket: who knows when a unit was last inspected, so that a draw leaves out what was just visited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

Source = Callable[[Sequence[UUID], date], dict[UUID, date]]

_sources: list[Source] = []


def visited_source(source: Source) -> None:
    """Register `(units, since) -> last day of an inspection by others`, by unit. Call from AppConfig.ready()."""
    if source not in _sources:
        _sources.append(source)


def visited(units: Sequence[UUID], since: date) -> dict[UUID, date]:
    """The last day on which any source says that the unit was visited, since a day."""
    found: dict[UUID, date] = {}
    for source in _sources:
        for unit, day in source(units, since).items():
            found[unit] = max(day, found.get(unit, day))
    return found
