"""The one way a workbook of ours is opened and a value put into a cell."""

from __future__ import annotations

import datetime as dt
import io
import math
import unicodedata
from decimal import Decimal
from typing import Any, Self

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from weian.kernel.clock import SHANGHAI

# Excel keeps at most 32,767 characters in a cell.
_LONGEST = 32_767
_CUT = "…（内容过长，已截断）"
# Excel keeps fifteen digits; a longer whole number is written as text, to the last digit.
_EXACT = 10**15
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# A fixed moment in the file's properties: the same rows give the same bytes.
_CREATED = dt.datetime(2000, 1, 1)


class Book:
    """A workbook in memory whose cells are values, never formulas or links."""

    def __init__(self, title: str, *, constant_memory: bool) -> None:
        self._stream = io.BytesIO()
        self.workbook: Workbook = xlsxwriter.Workbook(
            self._stream,
            {
                "constant_memory": constant_memory,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_date_format": "yyyy-mm-dd",
            },
        )
        self.workbook.set_properties({"title": clean(title), "created": _CREATED})
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **properties: Any) -> Format:
        """Return the format with these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    def put(self, sheet: Worksheet, row: int, column: int, value: Any, **style: Any) -> None:
        """Write one value with a style; text that looks like a formula is marked as text."""
        if value is None or value == "":
            sheet.write_blank(row, column, None, self.format(**style))
        elif isinstance(value, bool):
            sheet.write_string(row, column, "是" if value else "否", self.format(**style))
        elif _fits(value):
            sheet.write_number(row, column, float(value), self.format(**style))
        elif isinstance(value, (dt.datetime, dt.date, dt.time)):
            moment, number_format = _moment(value)
            sheet.write_datetime(row, column, moment, self.format(**style, num_format=number_format))
        else:
            text = clean(str(value))
            # Typing into such a cell would make Excel read it anew; the quote prefix stops that.
            quoted = {"quote_prefix": True} if text.startswith(_STARTS_FORMULA) else {}
            sheet.write_string(row, column, text, self.format(**style, **quoted))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # Closing also after a failure removes the temporary files behind constant_memory.
        if not self.workbook.fileclosed:
            self.workbook.close()

    def bytes(self) -> bytes:
        """Close the workbook and return the file."""
        self.workbook.close()
        return self._stream.getvalue()


def _fits(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, (int, Decimal)) and -_EXACT < value < _EXACT


def _moment(value: dt.datetime | dt.date | dt.time) -> tuple[dt.datetime | dt.date | dt.time, str]:
    if isinstance(value, dt.datetime):
        local = value.astimezone(SHANGHAI).replace(tzinfo=None) if value.tzinfo else value
        return local, "yyyy-mm-dd hh:mm"
    return value, "hh:mm" if isinstance(value, dt.time) else "yyyy-mm-dd"


def clean(text: str) -> str:
    """Return ``text`` as a cell can hold it: no control characters, no halves of characters."""
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return kept if len(kept) <= _LONGEST else kept[: _LONGEST - len(_CUT)] + _CUT


def width(value: Any) -> int:
    """Return how many half-width places the longest line of ``value`` takes."""
    if isinstance(value, dt.datetime):
        return 16
    lines = str("" if value is None else value).splitlines() or [""]
    return max(sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line) for line in lines)
