"""Dates and deadlines as official Chinese writes them.

Works on text folded by ``glyphs.fold`` and freed of blanks. Offsets are into
that text. Nothing here decides whether a date is *asked*; it only says what a
stretch of words means and how it stands in the sentence (``When.kind``).
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from weian.kernel.text.numerals import NUMBER, SMALL, parse_number

Kind = Literal["due", "span", "event", "start", "bare"]


@dataclass(frozen=True)
class When:
    """One stretch of time words.

    kind: ``due`` a last day, ``span`` from–to, ``event`` an end without a date,
    ``start`` only a beginning, ``bare`` a date with no word that binds it.
    """

    start: int
    end: int
    kind: Kind
    first: date | None = None
    last: date | None = None
    event: str | None = None
    from_event: str | None = None
    year_from: Literal["text", "near", "context", "none"] = "text"
    doubts: tuple[str, ...] = ()


@dataclass
class Context:
    """What a date without a year may lean on; ``year`` moves on as dates are read."""

    year: int | None = None
    month: int | None = None
    issued: date | None = None
    near: bool = False  # the year was written in words just before


_YEAR = r"(?:\d{4}|二零[零一二三四五六七八九]{2})年|今年|本年度?|当年|明年|次年|翌年"
_PART = "上旬|中上旬|中旬|中下旬|下旬|月底|月末|底|末|初|中(?![旬小])"
_DAY = rf"""
    (?P<iso>\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}}(?!\d))
  | (?P<year>{_YEAR})?度?(?P<month>{SMALL})月(?:份)?(?:(?P<day>{SMALL})[日号]|(?P<part>{_PART}))?
  | (?P<year2>{_YEAR})?度?(?P<term>上半年|下半年|第?[一二三四1-4]季度[末底]?|年底|年末|年终|年内|年中)(?!考核|总结|评|绩效|述职|奖|目标)
  | (?P<year3>{_YEAR})(?P<tail>底|末|内)?
"""
_DAY_RE = re.compile(_DAY, re.X)
_JOIN = r"(?:起|开始)?(?:[—-]{1,3}|至|到)"
_MONTHS_RE = re.compile(
    rf"(?P<year>{_YEAR})?(?P<a>{SMALL})(?:月份?)?[—\-至到]{{1,3}}"
    rf"(?P<b>{SMALL})月(?:份|底|末)?(?!{SMALL}[日号]|[上中下]旬)"
)
_DAYS_RE = re.compile(rf"{_JOIN}(?P<day>{SMALL})[日号]")
_JOIN_RE = re.compile(_JOIN)
_NOW_RE = re.compile(r"(?:自|从)?(?P<now>即日|本通知印发之日|印发之日|发文之日|通知下发之日)起?(?=[—\-至到])")
_END_EVENT_RE = re.compile(r"(?P<event>[^，。；：、（）]{2,18}?(?:结束|闭幕|完成|为止))")
_CLOCK = r"(?:(?:上午|下午|中午|晚上?)?(?:\d{1,2}：\d{2}|\d{1,2}[时点](?:\d{1,2}分|整|半)?)|上午|中午|下午|下班|当日)?"
_BEFORE_RE = re.compile(
    rf"(?:（[^（）]{{1,5}}）)?{_CLOCK}(?:之前|以前|前(?!后|期|三|两|[一二]年|来)|止(?!境)|截止|为止|内(?!容|部)|之内|以内)"
)
_BIND_RE = re.compile(r"(?:截至|截止到?|截止时间为?|最迟|不晚于|不迟于|[^报达等直及以]到|^到|定于|拟于|将于|计划于|[于在])$")
_FROM_RE = re.compile(r"(?:自|从)$")
_AFTER_START_RE = re.compile(r"^(?:起|开始|以来|之后|以后|后(?!勤))")
_RELATIVE_RE = re.compile(
    rf"(?:自|从|在)?(?P<anchor>(?:收到|接到|接)(?:本|此|该)?[^，。；]{{0,4}}(?:通知|方案|文件|函|意见)"
    rf"|(?:本|此|该)?(?:通知|方案|文件|函|办法|要点|意见|本函)?(?:印发|下发|发布|发文|发出))(?:之日|之时)?[起后]?的?"
    rf"(?P<n>{NUMBER})个?(?P<unit>工作日|日|天|周|星期|月|小时)[之以]?内"
)
_SEASON = (
    "元旦|春节|元宵节?|清明节?|“?五一”?|劳动节|端午节?|中秋节?|“?十一”?国庆节?|国庆节?|“?两节”?|“?双节”?|两会|"
    "“两会”|主汛期|汛期|供暖季?|采暖季?|冬季|寒假|暑假|开学|重大活动"
)
_SEASON_RE = re.compile(rf"(?P<event>(?:\d{{4}}年|全国|全省|今年|省)*(?:{_SEASON})(?:到来|来临|召开|开始|结束)?之?前(?!后|夕?期))")
_ONLY_DAY_RE = re.compile(rf"(?<![月\d{'一二三四五六七八九十'}每])(?P<day>\d{{1,2}})[日号](?=(?:之)?前(?!后))")
_RUN_ON_RE = re.compile(r"[、和及与或，]")


def find_whens(text: str, context: Context | None = None) -> list[When]:
    """All stretches of time in ``text``, left to right, without overlaps.

    ``context`` supplies the year for dates without one and is moved on in place.
    A day that does not exist (2月30日) gives ``last=None`` and a doubt.
    """
    context = context or Context()
    found: list[When] = []
    position = 0
    while position < len(text):
        when = _next_when(text, position, context)
        if when is None:
            break
        found.append(when)
        position = max(when.end, position + 1)
    return _bind_enumerations(text, found)


def _next_when(text: str, position: int, context: Context) -> When | None:
    candidates = []
    for reader in (_read_relative, _read_now_span, _read_months, _read_day, _read_season, _read_only_day):
        hit = reader(text, position, context, dry=True)
        if hit is not None:
            candidates.append((hit[0], reader))
    while candidates:
        _, reader = min(candidates, key=lambda item: item[0])
        when = reader(text, position, context, dry=False)
        if isinstance(when, When):
            return when
        candidates = [item for item in candidates if item[1] is not reader]
    return None


def _read_relative(text, position, context, *, dry):
    match = _RELATIVE_RE.search(text, position)
    if not match:
        return None
    if dry:
        return (match.start(),)
    amount, unit = int(parse_number(match["n"])), match["unit"]
    days = {"日": 1, "天": 1, "周": 7, "星期": 7}.get(unit)
    received = match["anchor"].startswith(("收到", "接"))
    if days and context.issued and not received:
        last = _plus(context.issued, amount * days)
        return When(match.start(), match.end(), "due", last=last)
    return When(match.start(), match.end(), "event", event=match.group().lstrip("自从在"))


def _read_now_span(text, position, context, *, dry):
    match = _NOW_RE.search(text, position)
    if not match:
        return None
    if dry:
        return (match.start(),)
    joint = _JOIN_RE.match(text, match.end())
    day = _closing_day(text, joint.end(), context)
    if day:
        end = _skip_before(text, day.end)
        return replace(day, start=match.start(), end=end, kind="span", first=context.issued,
                       from_event=None if context.issued else match["now"] + "起")
    event = _END_EVENT_RE.match(text, joint.end())
    if not event:
        return When(match.start(), match.end(), "start", first=context.issued, from_event=match["now"] + "起")
    return When(match.start(), event.end(), "event", first=context.issued, event=event["event"],
                from_event=None if context.issued else match["now"] + "起")


def _read_months(text, position, context, *, dry):
    match = _MONTHS_RE.search(text, position)
    if not match:
        return None
    low, high = int(parse_number(match["a"])), int(parse_number(match["b"]))
    if not (1 <= low <= 12 and 1 <= high <= 12) or text[match.start() - 1 : match.start()].isdigit():
        return _read_months(text, match.end(), context, dry=dry)
    if dry:
        return (match.start(),)
    year, year_from = _year(match["year"], context)
    if year is None:
        return When(match.start(), match.end(), "event", event=match.group(), year_from="none",
                    doubts=(_NO_YEAR,))
    end_year = year + (high < low)
    context.year, context.month = end_year, high
    return When(match.start(), _skip_before(text, match.end()), "span", date(year, low, 1),
                date(end_year, high, monthrange(end_year, high)[1]), year_from=year_from,
                doubts=(_rolled(end_year),) if high < low else ())


def _read_day(text, position, context, *, dry):
    match = _DAY_RE.search(text, position)
    while match and _is_not_a_date(text, match):
        match = _DAY_RE.search(text, match.end())
    if not match:
        return None
    if dry:
        return (match.start(),)
    opening = _day_from(match, context)
    span = _span_from(text, opening, context)
    if span:
        return span
    return _stand(text, opening, match, context)


def _is_not_a_date(text: str, match: re.Match) -> bool:
    before = text[match.start() - 1 : match.start()]
    if match["iso"]:
        return False
    if match["month"] and not match["year"] and (before.isdigit() or before in "每逐第个0"):
        return bool(before)
    if match["month"]:
        return not 1 <= parse_number(match["month"]) <= 12
    if match["term"]:
        return before in ("每", "全", "上", "半") and bool(before)
    return before.isdigit() or before in ("每", "〔")  and bool(before)


def _span_from(text: str, opening: When, context: Context) -> When | None:
    joint = _JOIN_RE.match(text, opening.end)
    if not joint:
        return None
    only_day = _DAYS_RE.match(text, opening.end)
    if only_day and opening.first:
        last, doubts = _make(opening.first.year, opening.first.month, int(parse_number(only_day["day"])))
        return replace(opening, end=_skip_before(text, only_day.end()), kind="span", last=last,
                       doubts=opening.doubts + doubts)
    start_year, start_month = context.year, context.month
    closing = _closing_day(text, joint.end(), context)
    if closing:
        return _close(text, opening, closing, start_year, start_month, context)
    event = _END_EVENT_RE.match(text, joint.end())
    if event:
        return replace(opening, end=event.end(), kind="event", last=None, event=event["event"])
    return None


def _close(text, opening, closing, start_year, start_month, context):
    last, doubts = closing.last, opening.doubts + closing.doubts
    if closing.year_from in ("context", "near") and opening.first and last and last < opening.first:
        try:
            last = last.replace(year=last.year + 1)
        except ValueError:
            last = date(last.year + 1, last.month, 28)
        context.year = last.year
        doubts += (_rolled(last.year),)
    return replace(opening, end=_skip_before(text, closing.end), kind="span", last=last, doubts=doubts)


def _stand(text: str, day: When, match: re.Match, context: Context) -> When:
    """Say how a lone day stands in its sentence."""
    deadline = _BEFORE_RE.match(text, day.end)
    if deadline:
        doubts = day.doubts
        if match["year3"] and not match["tail"]:
            doubts += (f"“{match.group()}前”按包含当年、取12月31日理解",)
        return replace(day, end=deadline.end(), kind="due", first=None, doubts=doubts)
    before = text[max(0, day.start - 6) : day.start]
    if text.startswith("前后", day.end) or text.startswith("左右", day.end):
        return replace(day, kind="bare")
    if _FROM_RE.search(before) or _AFTER_START_RE.match(text[day.end :]):
        return replace(day, kind="start", last=None)
    bound = bool(_BIND_RE.search(before))
    if match["year3"] and not match["tail"]:
        closes = re.match(rf"(?:[和、及](?:{_YEAR}))*(?:，|$)", text[day.end :])
        return replace(day, kind="due" if closes and re.search(rf"[到至](?:(?:{_YEAR})[和、及])*$", text[: day.start]) else "bare")
    ends_period = match["part"] in ("底", "末", "月底", "月末") or (match["term"] or "")[-1:] in ("底", "末", "内", "终")
    if bound or ends_period or match["tail"]:
        return replace(day, kind="due", first=None)
    return replace(day, kind="bare")


def _read_season(text, position, context, *, dry):
    match = _SEASON_RE.search(text, position)
    if not match:
        return None
    if dry:
        return (match.start(),)
    return When(match.start(), match.end(), "event", event=match["event"])


def _read_only_day(text, position, context, *, dry):
    match = _ONLY_DAY_RE.search(text, position)
    if not match or context.month is None or context.year is None:
        return None
    if dry:
        return (match.start(),)
    last, doubts = _make(context.year, context.month, int(match["day"]))
    return When(match.start(), _skip_before(text, match.end()), "due", last=last, year_from="context",
                doubts=(f"原文没写月份，按前文取{context.month}月", *doubts))


_NO_YEAR = "原文没写年份，也无从推知年份"


def _rolled(year: int) -> str:
    return f"原文没写年份，止期早于起期，按跨年取{year}年"


def _day_at(text: str, position: int, context: Context) -> When | None:
    match = _DAY_RE.match(text, position)
    return _day_from(match, context) if match and not _is_not_a_date(text, match) else None


def _closing_day(text: str, position: int, context: Context) -> When | None:
    """The day that ends a span; a bare year in front of an event (2020年全国两会结束) is not one."""
    bare_year = re.compile(rf"(?:{_YEAR})(?![底末内前，。；）]|$)").match(text, position)
    event = _END_EVENT_RE.match(text, position)
    if bare_year and event and not _DAY_RE.match(text, position)["month"]:
        return None
    return _day_at(text, position, context)


def _day_from(match: re.Match, context: Context) -> When:
    start, end = match.span()
    if match["iso"]:
        year, month, day = (int(part) for part in re.split(r"[-./]", match["iso"]))
        made, doubts = _make(year, month, day)
        context.year, context.month = year, month
        return When(start, end, "bare", made, made, doubts=doubts)
    year, year_from = _year(match["year"] or match["year2"] or match["year3"], context)
    if year is None:
        return When(start, end, "bare", event=match.group(), year_from="none", doubts=(_NO_YEAR,))
    context.year = year
    if match["month"]:
        return _month_day(match, year, year_from, context)
    first, last = _term(match["term"] or "", year)
    return When(start, end, "bare", first, last, year_from=year_from)


def _month_day(match: re.Match, year: int, year_from: str, context: Context) -> When:
    month = int(parse_number(match["month"]))
    context.month = month
    final = monthrange(year, month)[1]
    if match["day"]:
        made, doubts = _make(year, month, int(parse_number(match["day"])))
        return When(match.start(), match.end(), "bare", made, made, year_from=year_from, doubts=doubts)
    spans = {"上旬": (1, 10), "中上旬": (1, 20), "中旬": (11, 20), "中下旬": (11, final), "下旬": (21, final),
             "初": (1, 10), "中": (11, 20)}
    low, high = spans.get(match["part"] or "", (1, final))
    doubts = (f"“{match.group()}”不是确切的日子，取{high}日",) if match["part"] in ("初", "中") else ()
    return When(match.start(), match.end(), "bare", date(year, month, low), date(year, month, high),
                year_from=year_from, doubts=doubts)


def _term(term: str, year: int) -> tuple[date, date]:
    if term == "上半年":
        return date(year, 1, 1), date(year, 6, 30)
    if term == "年中":
        return date(year, 6, 1), date(year, 6, 30)
    if term == "下半年":
        return date(year, 7, 1), date(year, 12, 31)
    if "季度" in term:
        quarter = int(parse_number(term.lstrip("第")[0]))
        month = quarter * 3
        return date(year, month - 2, 1), date(year, month, monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)


def _year(words: str | None, context: Context) -> tuple[int | None, Literal["text", "near", "context", "none"]]:
    base = context.issued.year if context.issued else context.year
    if words is None:
        year = context.year or base
        return year, "none" if year is None else "near" if context.near else "context"
    if words[0] in "0123456789二":
        year = int(parse_number(words[:4]))
        if not 1900 <= year <= 2199:
            return None, "none"
        context.near = True
        return year, "text"
    if base is None:
        return None, "none"
    if words == "明年":
        return base + 1, "context"
    if words in ("次年", "翌年"):
        return (context.year or base) + 1, "context"
    return base, "context"


def _make(year: int, month: int, day: int) -> tuple[date | None, tuple[str, ...]]:
    try:
        return date(year, month, day), ()
    except ValueError:
        return None, (f"{year}年{month}月{day}日这一天不存在",)


def _plus(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _skip_before(text: str, position: int) -> int:
    match = _BEFORE_RE.match(text, position)
    return match.end() if match else position


def _bind_enumerations(text: str, whens: list[When]) -> list[When]:
    """6月20日和12月10日前: the first day shares the second one's deadline word."""
    bound = list(whens)
    for index in range(len(bound) - 2, -1, -1):
        here, after = bound[index], bound[index + 1]
        if here.kind == "bare" and after.kind == "due" and here.last and re.fullmatch(r"[、和及与或]", text[here.end : after.start]):
            bound[index] = replace(here, kind="due", first=None)
    return bound
