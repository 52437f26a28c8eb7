"""Socket: what the apps that record visits (inspections) hold of one, for the file of a contractor."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Record:
    """One inspection as it goes into the file: `lines` are its answers, each item with what was said."""

    title: str
    sheet: str = ""
    score: str = ""
    note: str = ""
    lines: tuple[tuple[str, str], ...] = ()


Reads = Callable[[Iterable[UUID]], dict[UUID, Record]]
_sources: dict[str, Reads] = {}


def records_of(kind: str, read: Reads) -> None:
    """Call from AppConfig.ready(). Raises ValueError when the kind is taken."""
    if kind in _sources:
        raise ValueError(f"taken: {kind!r}")
    _sources[kind] = read


def read(kind: str, uids: Iterable[UUID]) -> dict[UUID, Record]:
    return _sources[kind](uids) if kind in _sources else {}


def record_sources() -> list[str]:
    return sorted(_sources)
