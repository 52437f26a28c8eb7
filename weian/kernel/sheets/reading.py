"""Find the table inside a workbook and read its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from weian.kernel.sheets import refusals
from weian.kernel.sheets.cells import folded, shown
from weian.kernel.sheets.columns import CellError, Column, Row, SheetResult
from weian.kernel.sheets.process import MAX_ROWS, Cell, RawSheet, raw_sheets
from weian.kernel.sheets.refusals import MissingColumns, UnreadableSheet

HEADER_DEPTH = 10
_NOISE = str.maketrans("", "", " \t\n\r*:;_-（）()【】[]")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_MARKS = ("必填", "选填", "可选")


@dataclass(frozen=True, slots=True)
class _Header:
    sheet: RawSheet
    row: int
    places: dict[str, list[int]]


def read_sheet(data: bytes, columns: Sequence[Column], *, max_rows: int = MAX_ROWS) -> SheetResult:
    """Read the table with the wanted columns from an .xlsx, .xls, .xlsb or .ods file.

    The header may stand in any of the first ten rows, under merged titles, its columns in any
    order and among others. Blank rows are passed over. The first visible worksheet in which the
    header is best found is read; the others are named in ``unread``. Raises UnreadableSheet,
    or MissingColumns when a required column is not there.
    """
    return read_rows(raw_sheets(data, max_rows=max_rows), columns)


def read_rows(sheets: Sequence[RawSheet], columns: Sequence[Column]) -> SheetResult:
    """Read the table from worksheets that are already cells; see read_sheet."""
    header = _best_header(sheets, columns)
    _check_header(header, columns)
    names = {column.name: places[0] for column in columns if (places := header.places[column.name])}
    result = SheetResult(
        sheet=header.sheet.name,
        header_row=header.row + 1,
        unread=tuple(sheet.name for sheet in sheets if sheet is not header.sheet),
    )
    for index in range(header.row + 1, len(header.sheet.rows)):
        _read_row(header.sheet, index, columns, names, result)
    return result


def read_pasted(pasted: str, columns: Sequence[Column]) -> SheetResult:
    """Read rows that were copied out of a spreadsheet: cells parted by tabs, with a header or in the columns' order."""
    rows: list[list[Cell]] = [[*line.split("\t")] for line in pasted.splitlines()[:MAX_ROWS]]
    names = [column.name for column in columns]
    if not any(sum(map(bool, _places(row, columns).values())) > 1 for row in rows[:HEADER_DEPTH]):
        rows.insert(0, [*names])
    return read_rows([RawSheet("", rows)], columns)


def heading(cell: Cell) -> str:
    """Return a heading without blanks, brackets, stars and 必填, for comparing."""
    plain = folded(cell).translate(_NOISE).casefold()
    for mark in _MARKS:
        plain = plain.replace(mark, "")
    return plain


def letters(index: int) -> str:
    """Return Excel's letters for a column counted from 0: 0 is A, 26 is AA."""
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(65 + rest) + found
    return found


def place_index(cell: str) -> int:
    """Return the column, counted from 0, of a place such as "C12"."""
    index = 0
    for letter in cell.rstrip("0123456789"):
        index = index * 26 + ord(letter) - 64
    return index - 1


def _best_header(sheets: Sequence[RawSheet], columns: Sequence[Column]) -> _Header:
    best, best_score = None, 0
    for sheet in sheets:
        for row in range(min(HEADER_DEPTH, len(sheet.rows))):
            places = _places(sheet.rows[row], columns)
            score = sum(1 for found in places.values() if found)
            if score > best_score:
                best, best_score = _Header(sheet, row, places), score
    if best is None:
        wanted = [column.name for column in columns if column.required] or [column.name for column in columns]
        raise MissingColumns(refusals.NO_HEADER.format(depth=HEADER_DEPTH, wanted="、".join(wanted)), wanted)
    return best


def _places(row: list[Cell], columns: Sequence[Column]) -> dict[str, list[int]]:
    texts = [folded(cell) if isinstance(cell, str) else "" for cell in row]
    exact = [heading(found) for found in texts]
    # “数量（台）” is 数量, unless the brackets are what tells two columns apart.
    bare = [heading(_BRACKETS.sub("", found)) for found in texts]
    places: dict[str, list[int]] = {}
    for column in columns:
        names = {heading(name) for name in (column.name, *column.aliases)} - {""}
        places[column.name] = _where(exact, names) or _where(bare, names)
    return places


def _where(headings: list[str], names: set[str]) -> list[int]:
    return [index for index, found in enumerate(headings) if found in names]


def _check_header(header: _Header, columns: Sequence[Column]) -> None:
    missing = [column.name for column in columns if column.required and not header.places[column.name]]
    if missing:
        message = refusals.NO_COLUMNS.format(sheet=header.sheet.name, row=header.row + 1, missing="、".join(missing))
        raise MissingColumns(message, missing)
    for name, found in header.places.items():
        if len(found) > 1:
            places = "、".join(letters(index) for index in found)
            raise UnreadableSheet(refusals.TWICE.format(sheet=header.sheet.name, column=name, letters=places))


def _read_row(
    sheet: RawSheet, index: int, columns: Sequence[Column], names: dict[str, int], result: SheetResult
) -> None:
    """Add row ``index`` to the result; a row in which no wanted cell is filled is passed over."""
    cells = sheet.rows[index]
    found = {name: cells[place] if place < len(cells) else None for name, place in names.items()}
    if not any(folded(cell) for cell in found.values()):
        return
    result.total += 1
    values, bad = {}, False
    for column in columns:
        cell = found.get(column.name)
        try:
            values[column.name] = _value(cell, column)
        except ValueError as error:
            bad = True
            place = f"{letters(names[column.name])}{index + 1}"
            result.errors.append(CellError(sheet.name, index + 1, column.name, shown(cell), str(error), place))
    if not bad:
        result.rows.append(Row(index + 1, values))


def _value(cell: Cell, column: Column) -> object:
    if folded(cell):
        return column.parse(cell)
    if column.required:
        raise ValueError("不能为空。合并的单元格请先拆开，每行都填。")
    return None
