"""Socket: which registered service provider (服务单位) a body of the tree is; an upper app knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from weian.foundation.org.models import Unit

Source = Callable[[Sequence[Unit]], dict[UUID, UUID]]

_sources: dict[str, Source] = {}


def party_source(name: str, source: Source) -> None:
    """Register `units -> {unit: subject}` for those that are providers. Raises ValueError when the name is taken."""
    if name in _sources:
        raise ValueError(f"who knows providers is registered: {name!r}")
    _sources[name] = source


def party_sources() -> list[str]:
    """The generated list of sockets reads it."""
    return sorted(_sources)


def parties_among(units: Sequence[Unit]) -> dict[UUID, UUID]:
    """Unit → the subject that it is, for those of the units that are providers."""
    found: dict[UUID, UUID] = {}
    for source in _sources.values():
        found |= source(units)
    return found
