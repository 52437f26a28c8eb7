"""The small parts of which pages of works are made: cells, tables, photographs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from weian.foundation.evidence import api as evidence


@dataclass(frozen=True)
class Cell:
    """`clock` a day or moment that something is due; `late` says the same in words that are turned inside out; `tight`
    stays on one line."""

    text: str = ""
    url: str = ""
    note: str = ""
    clock: Any = None
    late: str = ""
    tight: bool = False


@dataclass(frozen=True)
class Table:
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    empty: str = ""
    note: str = ""
    key: str = ""

    @property
    def drawn(self) -> list[list[tuple[str, Cell]]]:
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


def photos(kind: str, uids: Iterable[UUID], words: Mapping[str, str] | None = None) -> list[tuple[str, Any]]:
    """Photographs, each with what its role is called there."""
    found = evidence.attachments_of_many(kind, uids)
    kept = [one for files in found.values() for one in files if one.blob.is_image]
    return [((words or {}).get(one.role, one.role_label), one) for one in kept]
