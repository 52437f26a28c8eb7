"""Socket: what must follow from a record before it is accepted, kept by an upper app (problems become hazards)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from weian.ground.duties.models import Record


@dataclass(frozen=True)
class Following:
    """`word` and `url` lead there; `lacking` is a sentence while something is still to be done, else empty."""

    word: str
    url: str
    lacking: str = ""


_sources: dict[str, Callable[[Record], Following | None]] = {}


def following(kind: str, source: Callable[[Record], Following | None]) -> None:
    """Register who knows what follows from records of one kind. Raises ValueError when it is taken."""
    if kind in _sources:
        raise ValueError(f"what follows from a record is told already: {kind!r}")
    _sources[kind] = source


def following_sources() -> list[str]:
    """The kinds of records from which something follows; the generated list of sockets reads it."""
    return sorted(_sources)


def follows_from(record: Record) -> Following | None:
    source = _sources.get(record.kind)
    return source(record) if source else None
