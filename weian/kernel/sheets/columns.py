"""What a table should contain, and what was found in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from weian.kernel.sheets.cells import text
from weian.kernel.sheets.process import Cell

Parse = Callable[[Cell], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One wanted column: its Chinese heading, other headings that mean it, how a cell is read.

    ``parse`` gets a filled cell and returns the value or raises ValueError with a Chinese
    sentence. An empty cell is None without parsing, or an error where ``required``. A column that
    is not required may be absent from the sheet; its value is then None in every row.
    """

    name: str
    aliases: Sequence[str] = ()
    required: bool = False
    parse: Parse = field(default_factory=text)


@dataclass(frozen=True, slots=True)
class CellError:
    """One bad cell. ``row`` counts from 1 as Excel shows it; ``column`` is Column.name, ``cell`` the
    place in Excel's own words ("C12"), empty where a rule over several cells failed."""

    sheet: str
    row: int
    column: str
    value: str
    message: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row without errors: its number in Excel and its parsed values by Column.name."""

    number: int
    values: dict[str, Any]


@dataclass(slots=True)
class SheetResult:
    """The rows that can be used and the cells that cannot.

    ``total`` counts filled rows under the header; ``unread`` names other filled worksheets, so
    that nothing is left out silently.
    """

    sheet: str
    header_row: int
    rows: list[Row] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    total: int = 0
    unread: tuple[str, ...] = ()
