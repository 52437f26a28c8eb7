"""Words for numbers and days as the interface writes them: spacing, order, remainder."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from weian.kernel import clock

NBSP = "\u00a0"
WEEKDAYS = "一二三四五六日"
# Units that stand against the digits without a space (look: Type).
TIGHT_UNITS = ("%", "‰", "年", "月", "日")

_HAN = r"[\u3400-\u9fff]"
_DIGITS = r"\d[\d,]*(?:\.\d+)?"
# The 月 of 11月23日 is not a word before a figure.
_FIGURE = re.compile(r"\d")
_BEFORE = re.compile(rf"({_HAN})(?<!\d[年月日])[ \u00a0]?({_DIGITS})")
_AFTER = re.compile(rf"({_DIGITS})[ \u00a0]?(?![年月日])({_HAN})")


def number(value: int | float | Decimal | None) -> str:
    """``20851`` → ``20,851``; None → a dash, which means "not reported", never zero."""
    return "—" if value is None else f"{value:,}"


def amount(value: int | float | Decimal | None, unit: str) -> str:
    """Figure and unit as one unbreakable word: ``3 条``, ``92.4%``, ``11月``."""
    gap = "" if unit.startswith(TIGHT_UNITS) else NBSP
    return f"{number(value)}{gap}{unit}"


def tenths(minutes: float) -> int:
    """Minutes as tenths of an hour, the unit in which hours are told."""
    return int(minutes / 6 + 0.5)


def parted(minutes: Sequence[int]) -> list[int]:
    """Parts in tenths of an hour that add up to their sum as it is told: those cut off most get the tenths left."""
    found = [one // 6 for one in minutes]
    lacking = tenths(sum(minutes)) - sum(found)
    cut = sorted(range(len(found)), key=lambda at: (-(minutes[at] % 6), at))
    for at in cut[:lacking]:
        found[at] += 1
    return found


def hours(count: int) -> str:
    """Tenths of an hour as hours: ``22.5``, ``2,448``."""
    return f"{count / 10:,.1f}".removesuffix(".0")


def spaced(text: object) -> str:
    """Put the spaces of figures into a plain sentence: ``剩4天`` → ``剩 4 天``; dates stay tight."""
    said = str(text)
    return _AFTER.sub(rf"\1{NBSP}\2", _BEFORE.sub(r"\1 \2", said)) if _FIGURE.search(said) else said


def local(moment: datetime) -> datetime:
    """The moment on the clock of Shanghai."""
    return moment.astimezone(clock.SHANGHAI)


def _day(value: date | datetime) -> date:
    return local(value).date() if isinstance(value, datetime) else value


def mmdd(value: date | datetime | None) -> str:
    """``11-23``, for tables; an earlier year is written out: ``2025-11-23``."""
    if value is None:
        return ""
    day = _day(value)
    return day.isoformat() if day.year < clock.today().year else day.strftime("%m-%d")


def cndate(value: date | datetime | None) -> str:
    """``11月23日``, for headings; another year is written out: ``2025年11月23日``."""
    if value is None:
        return ""
    day = _day(value)
    year = "" if day.year == clock.today().year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def isodate(value: date | datetime | None) -> str:
    """``2026-11-23``, for fields and paper."""
    return "" if value is None else _day(value).isoformat()


def hhmm(value: datetime | None) -> str:
    """``09:42``; the last minute of a day is its end, ``24:00``."""
    if value is None:
        return ""
    time = local(value).strftime("%H:%M")
    return "24:00" if time == "23:59" else time


def weekday(value: date | datetime | None) -> str:
    """``星期一``."""
    return "" if value is None else f"星期{WEEKDAYS[_day(value).weekday()]}"


def moment(value: datetime | None) -> str:
    """When something happened: ``今天 08:12``, ``11-22 09:00``, ``2025-03-18``; midnight is its day alone."""
    if value is None:
        return ""
    day, today = _day(value), clock.today()
    if day.year != today.year:
        return isodate(value)
    name = "今天" if day == today else mmdd(value)
    is_midnight = not any(local(value).timetuple()[3:6])
    return name if is_midnight else f"{name}{NBSP}{hhmm(value)}"


def share(part: int | None, whole: int | None) -> str | None:
    """``92.4%`` of part in whole; None when there is no base, because then there is no rate.

    Never rounds an unfinished thing to 100 % nor a begun one to 0 %.
    """
    if part is None or not whole:
        return None
    exact = Decimal(part) * 100 / Decimal(whole)
    shown = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    if part < whole:
        shown = min(shown, Decimal("99.9"))
    if part > 0:
        shown = max(shown, Decimal("0.1"))
    return f"{shown.normalize():f}%" if shown == shown.to_integral() else f"{shown}%"


def filesize(octets: int) -> str:
    """``0.9 MB``, ``640 KB``."""
    if octets >= 1_000_000 * 0.1:
        return f"{octets / 1_000_000:.1f}{NBSP}MB"
    return f"{max(1, round(octets / 1000))}{NBSP}KB"
