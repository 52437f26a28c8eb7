"""The error workbook: a person's own rows, the bad cells marked, the reasons beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from xlsxwriter.worksheet import Worksheet

from weian.kernel.sheets.book import Book, width
from weian.kernel.sheets.columns import CellError
from weian.kernel.sheets.process import Cell, RawSheet, raw_sheets
from weian.kernel.sheets.reading import heading, place_index
from weian.kernel.sheets.writing import sheet_name

TITLE = "错误"
# Plum is the product's colour of errors; red belongs to risk.
PLUM, PLUM_TINT = "#86235C", "#F9EBF3"


def error_workbook(data: bytes, errors: Sequence[CellError], *, header_row: int | None = None) -> bytes:
    """Return the workbook ``data`` again with a column 错误 at the right of every sheet in question.

    Rows keep their numbers, values keep their kinds; the person corrects in place and imports the
    same file again (the column is ignored then). Layout and pictures of the original are not kept.
    ``header_row`` is SheetResult.header_row; without it the header is looked for by the names of
    the bad columns. Raises UnreadableSheet as read_sheet does.
    """
    sheets = raw_sheets(data)
    taken: set[str] = set()
    with Book("导入错误", constant_memory=False) as book:
        for sheet in sheets:
            own = [error for error in errors if error.sheet == sheet.name]
            out = book.workbook.add_worksheet(_unused(sheet.name, taken))
            _sheet(book, out, sheet, own, header_row or _header_row(sheet, own))
        return book.bytes()


def _unused(name: str, taken: set[str]) -> str:
    base, found, number = sheet_name(name), sheet_name(name), 1
    while found.casefold() in taken:
        number += 1
        found = f"{base[:27]}{number}"
    taken.add(found.casefold())
    return found


def _sheet(book: Book, out: Worksheet, sheet: RawSheet, errors: list[CellError], header: int) -> None:
    by_row: dict[int, list[CellError]] = defaultdict(list)
    for error in errors:
        by_row[error.row].append(error)
    header = min(header, len(sheet.rows))
    last = max(len(row) for row in sheet.rows)
    beside = _error_column(sheet, header, last)
    for number, cells in enumerate(sheet.rows, start=1):
        bad = _bad_places(sheet, header, by_row[number])
        for index in sorted(bad | set(range(len(cells)))):
            if index != beside:
                cell = cells[index] if index < len(cells) else None
                _put(book, out, number - 1, index, cell, index in bad)
        if number == header and errors:
            book.put(out, number - 1, beside, TITLE, bold=True, font_color=PLUM)
        elif by_row[number]:
            _put(book, out, number - 1, beside, _sentence(by_row[number]), True)
    _widths(out, sheet, beside)
    if errors:
        out.freeze_panes(header, 0)


def _put(book: Book, out: Worksheet, row: int, index: int, cell: Cell, bad: bool) -> None:
    style = {"font_color": PLUM, "bg_color": PLUM_TINT, "text_wrap": True, "valign": "top"} if bad else {}
    if cell is not None or bad:
        book.put(out, row, index, cell, **style)


def _sentence(errors: Iterable[CellError]) -> str:
    return "\n".join(f"{error.column}：{error.message}" for error in errors)


def _header_row(sheet: RawSheet, errors: list[CellError]) -> int:
    """Return the header's row from 1: the row above the first error that names most of its columns."""
    wanted = {heading(error.column) for error in errors}
    above = min((error.row for error in errors), default=1)
    rows = sheet.rows[: max(above - 1, 1)]
    scores = [sum(isinstance(c, str) and heading(c) in wanted for c in row) for row in rows]
    return scores.index(max(scores)) + 1


def _error_column(sheet: RawSheet, header: int, last: int) -> int:
    """A workbook that comes back a second time has the column already: it is written over."""
    cells = sheet.rows[header - 1]
    return len(cells) - 1 if cells and cells[-1] == TITLE else last


def _bad_places(sheet: RawSheet, header: int, errors: list[CellError]) -> set[int]:
    cells = sheet.rows[header - 1]
    wanted = {heading(error.column) for error in errors if not error.cell}
    named = {index for index, cell in enumerate(cells) if isinstance(cell, str) and heading(cell) in wanted}
    return named | {place_index(error.cell) for error in errors if error.cell}


def _widths(out: Worksheet, sheet: RawSheet, beside: int) -> None:
    for index in range(beside):
        longest = max((width(row[index]) for row in sheet.rows if index < len(row)), default=0)
        out.set_column(index, index, min(max(longest + 2, 6), 40))
    out.set_column(beside, beside, 48)
