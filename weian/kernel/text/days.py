"""One calendar expression of official Chinese (3月底, 2024年上半年, 次年1月5日) and the days it covers."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

from weian.kernel.text.numerals import SMALL, parse_number

Kind = Literal["due", "span", "event", "start", "bare"]
YearFrom = Literal["text", "near", "context", "none"]


@dataclass(frozen=True)
class When:
    """One stretch of time words.

    kind: ``due`` a last day, ``span`` from–to, ``event`` an end without a date,
    ``start`` only a beginning, ``bare`` a date with no word that binds it.
    year_from: written in the words, taken from words just before, from the
    caller's context, or not known at all.
    """

    start: int
    end: int
    kind: Kind
    first: date | None = None
    last: date | None = None
    event: str | None = None
    from_event: str | None = None
    year_from: YearFrom = "text"
    doubts: tuple[str, ...] = ()


@dataclass
class Context:
    """What a date without a year may lean on; ``year`` moves on as dates are read."""

    year: int | None = None
    month: int | None = None
    issued: date | None = None
    near: bool = False  # the year was written in words just before
    rolled: bool = False  # a day without a year was taken for the next year


YEAR = r"(?:\d{4}|二零[零一二三四五六七八九]{2})年|今年|本年度?|当年|明年|次年|翌年"
NO_YEAR = "原文没写年份，也无从推知年份"
_PART = "上旬|中上旬|中旬|中下旬|下旬|月底|月末|底|末|初|中(?![旬小])"
_TERM = "上半年|下半年|第?[一二三四1-4]季度[末底]?|年底|年末|年终|年内|年中"
_DOTTED = r"\d{1,2}\.\d{1,2}"  # 6.20前, 3.5—4.30: a day only where a time word or a bracket says so
_DOTTED_END = (
    "(?:$|[），：、“]|日?之?前|日?止|(?![级岁天年月周度])[一-龥](?<![倍米元万亿吨升小公分秒克千厘毫名人台个次]))"
)
DAY_RE = re.compile(
    rf"""
    (?P<iso>\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}}(?!\d))
  | (?<![\d.第至—-])(?P<dotted>{_DOTTED})(?=(?:日?之?前|以前|日?止|起)|[—至-]{{1,3}}{_DOTTED}{_DOTTED_END})
  | (?<=\d[—至-])(?P<dotted2>{_DOTTED})(?={_DOTTED_END})
  | (?P<year>{YEAR})?度?(?P<month>{SMALL})月(?:份)?(?:(?P<day>{SMALL})[日号]|(?P<part>{_PART}))?
  | (?P<year2>{YEAR})?度?(?P<term>{_TERM})(?!考核|总结|评|绩效|述职|奖|目标)
  | (?P<year3>{YEAR})(?P<tail>底|末|内)?
    """,
    re.X,
)


def is_day(text: str, match: re.Match[str]) -> bool:
    """Is this a date, and not part of a longer number, a cadence (每年…) or a document number?"""
    before = text[match.start() - 1 : match.start()]
    if match["iso"]:
        return True
    if dotted := match["dotted"] or match["dotted2"]:
        month, day = dotted.split(".")
        return 1 <= int(month) <= 12 and 1 <= int(day) <= 31
    if match["month"]:
        written = match["year"] or not before or not (before.isdigit() or before in "每逐第个")
        return bool(written) and 1 <= parse_number(match["month"]) <= 12
    if match["term"]:
        return not before or before not in "每全上半一二两三四五几"
    return not before or not (before.isdigit() or before in "每〔")


def day_at(text: str, position: int, context: Context) -> When | None:
    """The calendar expression that begins at ``position``."""
    match = DAY_RE.match(text, position)
    return read_day(match, context) if match and is_day(text, match) else None


def read_day(match: re.Match[str], context: Context) -> When:
    """The days that a match of ``DAY_RE`` covers, as a ``bare`` When. Moves ``context`` on."""
    start, end = match.span()
    if match["iso"]:
        year, month, day = (int(part) for part in re.split(r"[-./]", match["iso"]))
        made, doubts = make_day(year, month, day)
        context.year, context.month, context.near = year, month, True
        return When(start, end, "bare", made, made, doubts=doubts)
    known, year_from = year_of(match["year"] or match["year2"] or match["year3"], context)
    if known is None:
        return When(start, end, "bare", event=match.group(), year_from="none", doubts=(NO_YEAR,))
    context.year = known
    if dotted := match["dotted"] or match["dotted2"]:
        month, number = (int(part) for part in dotted.split("."))
        context.month = month
        made, doubts = make_day(known, month, number)
        return When(start, end, "bare", made, made, year_from=year_from, doubts=doubts)
    if match["month"]:
        return _month_day(match, known, year_from, context)
    first, last = _term(match["term"] or "", known)
    return When(start, end, "bare", first, last, year_from=year_from)


def _month_day(match: re.Match[str], year: int, year_from: YearFrom, context: Context) -> When:
    month = int(parse_number(match["month"]))
    context.month = month
    final = monthrange(year, month)[1]
    if match["day"]:
        made, doubts = make_day(year, month, int(parse_number(match["day"])))
        return When(match.start(), match.end(), "bare", made, made, year_from=year_from, doubts=doubts)
    spans = {
        "上旬": (1, 10),
        "中上旬": (1, 20),
        "中旬": (11, 20),
        "中下旬": (11, final),
        "下旬": (21, final),
        "初": (1, 10),
        "中": (11, 20),
    }
    low, high = spans.get(match["part"] or "", (1, final))
    doubts = (f"“{match.group()}”不是确切的日子，取{high}日",) if match["part"] in ("初", "中") else ()
    first, last = date(year, month, low), date(year, month, high)
    return When(match.start(), match.end(), "bare", first, last, year_from=year_from, doubts=doubts)


def _term(term: str, year: int) -> tuple[date, date]:
    if term == "上半年":
        return date(year, 1, 1), date(year, 6, 30)
    if term == "年中":
        return date(year, 6, 1), date(year, 6, 30)
    if term == "下半年":
        return date(year, 7, 1), date(year, 12, 31)
    if "季度" in term:
        month = int(parse_number(term.lstrip("第")[0])) * 3
        return date(year, month - 2, 1), date(year, month, monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)


def year_of(words: str | None, context: Context) -> tuple[int | None, YearFrom]:
    """The year that ``words`` name, or the one that ``context`` lends."""
    base = context.issued.year if context.issued else context.year
    if words is None:
        year = context.year or base
        return year, "none" if year is None else "near" if context.near else "context"
    if words[0] in "0123456789二":
        written = int(parse_number(words[:4]))
        if not 1900 <= written <= 2199:
            return None, "none"
        context.near = True
        return written, "text"
    if base is None:
        return None, "none"
    if words == "明年":
        return base + 1, "context"
    if words in ("次年", "翌年"):
        return (context.year or base) + 1, "context"
    return base, "context"


def make_day(year: int, month: int, day: int) -> tuple[date | None, tuple[str, ...]]:
    """The day, or None with a doubt where the calendar has no such day."""
    try:
        return date(year, month, day), ()
    except ValueError:
        return None, (f"{year}年{month}月{day}日这一天不存在",)
