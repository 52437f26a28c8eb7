"""How one filled cell is read: each maker returns a function for ``Column.parse``."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from weian.kernel.sheets.process import Cell

_EXCEL_EPOCH = dt.date(1899, 12, 30)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]+0{1,2}:00(?::00)?)?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YES = {"是", "有", "√", "✓", "✔", "y", "yes", "true", "1", "对"}
_NO = {"否", "无", "×", "✗", "x", "n", "no", "false", "0", "没有", "不是"}


def shown(cell: Cell) -> str:
    """Return a cell as its owner reads it in Excel; an empty cell is an empty string."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, dt.datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S") if cell.time() != dt.time() else cell.date().isoformat()
    if isinstance(cell, float):
        return format(cell, ".15g")
    return str(cell)


def folded(cell: Cell) -> str:
    """Return the cell's text with full-width forms made plain and blanks at its ends removed.

    Control and invisible characters, which arrive by pasting from web pages, are dropped; line
    breaks and tabs inside a text stay.
    """
    plain = unicodedata.normalize("NFKC", shown(cell))
    return "".join(c for c in plain if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs")).strip()


def text(*, longest: int = 1_000) -> Callable[[Cell], str]:
    """Read a text of at most ``longest`` characters. Chinese punctuation keeps its width."""

    def parse(cell: Cell) -> str:
        if isinstance(cell, (int, float)) and not isinstance(cell, bool) and abs(cell) >= 1e15:
            raise ValueError("数字超过 15 位，Excel 已丢失后几位。请把这一列设为文本格式后重新填写。")
        found = "".join(
            c for c in shown(cell) if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs")
        ).strip()
        # Only letters and digits are narrowed: “（” belongs to a name, “１” does not.
        found = "".join(_narrow(c) for c in found)
        if len(found) > longest:
            raise ValueError(f"有 {len(found)} 个字，最多 {longest} 个字。")
        return found

    return parse


def _narrow(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character) if "！" <= character <= "～" else character
    return plain if plain.isalnum() else character


def number(*, least: float | None = None, most: float | None = None) -> Callable[[Cell], float]:
    """Read a number; thousands commas and full-width digits are understood."""

    def parse(cell: Cell) -> float:
        value = _number(cell)
        _check_range(value, least, most)
        return value

    return parse


def integer(*, least: int | None = None, most: int | None = None) -> Callable[[Cell], int]:
    """Read a whole number."""

    def parse(cell: Cell) -> int:
        value = _number(cell)
        if not float(value).is_integer():
            raise ValueError("应当填整数。")
        _check_range(value, least, most)
        return int(value)

    return parse


def _number(cell: Cell) -> float:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return cell
    plain = folded(cell).replace(",", "").replace(" ", "")
    if not re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,15})?", plain, re.ASCII):
        raise ValueError("应当填数字。")
    value = float(plain)
    return int(value) if value.is_integer() and not math.isinf(value) else value


def _check_range(value: float, least: float | None, most: float | None) -> None:
    if least is not None and value < least:
        raise ValueError(f"不能小于 {least}。")
    if most is not None and value > most:
        raise ValueError(f"不能大于 {most}。")


def day(
    *, earliest: dt.date = dt.date(1900, 1, 1), latest: dt.date = dt.date(2199, 12, 31)
) -> Callable[[Cell], dt.date]:
    """Read a day from a date cell, from text (2024-1-5, 2024/1/5, 2024年1月5日, 20240105) or from
    the serial number that Excel keeps behind a date."""

    def parse(cell: Cell) -> dt.date:
        found = _day(cell)
        if not earliest <= found <= latest:
            raise ValueError(f"日期应在 {earliest.isoformat()} 至 {latest.isoformat()} 之间。")
        return found

    return parse


def _day(cell: Cell) -> dt.date:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    # 20,000 to 80,000 days after 1899-12-30 is 1954 to 2119: no other number in a date column is.
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and 20_000 <= cell <= 80_000:
        return _EXCEL_EPOCH + dt.timedelta(days=int(cell))
    plain = folded(cell)
    match = _DAY.fullmatch(plain) or _COMPACT_DAY.fullmatch(plain)
    if match is None:
        raise ValueError("应当填日期，例如 2024-01-05。")
    try:
        return dt.date(*(int(part) for part in match.groups()))
    except ValueError as error:
        raise ValueError("没有这一天，请核对年月日。") from error


def choice(options: Mapping[str, Any] | Iterable[str]) -> Callable[[Cell], Any]:
    """Read one of the given words; a mapping gives the value that each word stands for."""
    pairs = dict(options) if isinstance(options, Mapping) else {word: word for word in options}
    table = {_key(word): value for word, value in pairs.items()}
    words = "、".join(pairs)

    def parse(cell: Cell) -> Any:
        try:
            return table[_key(cell)]
        except KeyError:
            raise ValueError(f"只能填：{words}。") from None

    return parse


def yes_no() -> Callable[[Cell], bool]:
    """Read 是/否 and what people write for them."""

    def parse(cell: Cell) -> bool:
        if isinstance(cell, bool):
            return cell
        word = _key(cell)
        if word in _YES or word in _NO:
            return word in _YES
        raise ValueError("只能填：是、否。")

    return parse


def _key(cell: Cell) -> str:
    return "".join(folded(cell).split()).casefold()
