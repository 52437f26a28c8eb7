"""Write a ledger or a list as an Excel sheet that prints like an official form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from weian.kernel.sheets.book import Book, clean, width

# Font names of official printed matter in China; Office and WPS carry them.
TITLE_FONT, HEAD_FONT, BODY_FONT = "方正小标宋简体", "黑体", "仿宋"
_NARROWEST, _WIDEST = 6, 48
_A4 = 9
_FORBIDDEN_IN_NAME = set("[]:*?/\\'")


@dataclass(frozen=True, slots=True)
class OutColumn:
    """One column of the printed table; ``width`` in half-width characters, else by content."""

    title: str
    width: int | None = None
    align: str = "left"


def write_sheet(
    title: str, columns: Sequence[OutColumn | str], rows: Iterable[Sequence[Any]], *, note: str = ""
) -> bytes:
    """Return an .xlsx file: title, note, header, rows; A4 landscape, header on every page.

    ``rows`` may be a generator of any length: it is written as it comes. Text is always text,
    numbers and dates stay numbers and dates, aware times are shown in Asia/Shanghai. The same
    input gives the same bytes. Raises ValueError without columns or for a row that is too long.
    """
    heads = [OutColumn(column) if isinstance(column, str) else column for column in columns]
    if not heads:
        raise ValueError("a sheet needs at least one column")
    with Book(title, constant_memory=True) as book:
        sheet = book.workbook.add_worksheet(sheet_name(title))
        top = _head(book, sheet, title, note, heads)
        widths = [width(head.title) for head in heads]
        last = _body(book, sheet, top, heads, rows, widths)
        for index, head in enumerate(heads):
            fitted = min(max(widths[index] + 2, _NARROWEST), _WIDEST)
            sheet.set_column(index, index, head.width or fitted)
        _page(sheet, top, last, len(heads))
        return book.bytes()


def sheet_name(title: str) -> str:
    """Return ``title`` as Excel allows it for a worksheet: 31 characters, none of []:*?/\\'."""
    kept = "".join(c for c in clean(title) if c not in _FORBIDDEN_IN_NAME and c not in "\n\t").strip()
    # Excel counts UTF-16 units, and keeps the name History for itself.
    while len(kept.encode("utf-16-le")) > 62:
        kept = kept[:-1]
    return kept if kept and kept.casefold() != "history" else "表"


def _head(book: Book, sheet: Worksheet, title: str, note: str, heads: Sequence[OutColumn]) -> int:
    """Write title, note and header; returns the header's row counted from 0."""
    last = len(heads) - 1
    sheet.set_row(0, 36)
    _across(book, sheet, 0, last, title, font_name=TITLE_FONT, font_size=18, align="center", valign="vcenter")
    row = 1
    if note:
        sheet.set_row(row, 14.25 * max(1, len(note.splitlines())) + 4)
        _across(book, sheet, row, last, note, font_name=BODY_FONT, font_size=11, text_wrap=True, valign="vcenter")
        row += 1
    for index, head in enumerate(heads):
        book.put(
            sheet, row, index, head.title,
            font_name=HEAD_FONT, font_size=11, border=1, align="center", valign="vcenter", text_wrap=True,
        )  # fmt: skip
    return row


def _across(book: Book, sheet: Worksheet, row: int, last: int, text: str, **style: Any) -> None:
    if last:
        sheet.merge_range(row, 0, row, last, "", book.format(**style))
    book.put(sheet, row, 0, text, **style)


def _body(
    book: Book,
    sheet: Worksheet,
    top: int,
    heads: Sequence[OutColumn],
    rows: Iterable[Sequence[Any]],
    widths: list[int],
) -> int:
    last = top
    for last, values in enumerate(rows, start=top + 1):
        if len(values) > len(heads):
            raise ValueError(f"row {last - top} has {len(values)} values for {len(heads)} columns")
        for index, head in enumerate(heads):
            value = values[index] if index < len(values) else None
            align = "right" if _is_number(value) else head.align
            book.put(
                sheet, last, index, value,
                font_name=BODY_FONT, font_size=11, border=1, align=align, valign="vcenter", text_wrap=True,
            )  # fmt: skip
            widths[index] = max(widths[index], width(value))
    return last


def _is_number(value: Any) -> bool:
    return not isinstance(value, (bool, str, dt.date, dt.time, type(None)))


def _page(sheet: Worksheet, top: int, last: int, columns: int) -> None:
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, last, columns - 1)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.set_footer("&C第 &P 页 共 &N 页")
