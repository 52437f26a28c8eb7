"""Deadlines and periods as official Chinese writes them.

Works on text folded by ``glyphs.fold`` and freed of blanks. Offsets are into
that text. Nothing here decides whether a date is *asked*; it only says what a
stretch of words means and how it stands in the sentence (``When.kind``).
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from weian.kernel.text.days import DAY_RE, NO_YEAR, YEAR, Context, When, day_at, is_day, make_day, read_day, year_of
from weian.kernel.text.numerals import NUMBER, SMALL, parse_number

__all__ = ["Context", "When", "find_whens", "runs_from_receipt", "term_of"]

_LONG_OVER = 90  # days before the issue: no slip of the pen any more
_JOIN_RE = re.compile(r"(?:起|开始)?(?:[—-]{1,3}|至|到)")
_MONTHS_RE = re.compile(
    rf"(?<!\d)(?P<year>{YEAR})?(?P<a>{SMALL})(?:月份?)?[—\-至到]{{1,3}}"
    rf"(?P<b>{SMALL})月(?:份|底|末)?(?!{SMALL}[日号]|[上中下]旬)"
)
_ONLY_DAY_END_RE = re.compile(rf"{_JOIN_RE.pattern}(?P<day>{SMALL})[日号]")
_NOW_RE = re.compile(
    r"(?:自|从)?(?P<now>即日|本通知印发之日|印发之日|发文之日|通知下发之日)起?(?P<joint>[—-]{1,3}|至|到)"
)
_END_EVENT_RE = re.compile(r"(?P<event>[^，。；：、（）]{2,18}?(?:结束|闭幕|完成|为止))")
_CLOCK = (
    r"(?:(?:上午|下午|中午|正午|凌晨|晚上?)?(?:\d{1,2}：\d{2}|\d{1,2}[时点](?:\d{1,2}分|整|半)?)"
    r"|上午|中午|下午|下班|当日)?"
)
_BEFORE_RE = re.compile(
    rf"(?:（[^（）]{{1,5}}）)?{_CLOCK}"
    r"(?:之前|以前|前(?!后|期|三|两|[一二]年|来)|止(?!境)|截止|为止|内(?!容|部)|之内|以内)"
)
_CLOCK_RE = re.compile(_CLOCK)
_BIND_RE = re.compile(
    r"(?:直至|直到|截至|截止到?|截止时间为?|最迟|不晚于|不迟于|[^报达等直及以]到|^到|定于|拟于|将于|计划于|(?<![关对由低高少多大小])于|在)$"
)
_UNTIL_YEAR_RE = re.compile(rf"[到至](?:(?:{YEAR})[和、及])*$")
_YEAR_CLOSES_RE = re.compile(rf"(?:[和、及](?:{YEAR}))*(?:，|$)")
_TOLD_RE = re.compile(r"，?[^，。；]{0,12}?(?:为|已|共|累计|仍|尚|全[省市县区]|占)")  # 截至7月底为58%
_OF_THEN_RE = re.compile(
    r"[^，。；前]{0,10}?(?:发现|通报|查出|排查出|遗留|存在|未销号|未整改|未完成|未办结|新增)的"
)  # 对2025年底通报的问题
_DONE_THEN_RE = re.compile(
    "(?:建[成造设]|竣工|敷设|铺设|安装|加装|投用|投入使用|启用|开业|购[置买进]|出厂|采购|设[立置]|备案|取得|印发|发生|形成|登记|签订|入职|入住)?的"
)
_AFTER_START_RE = re.compile(r"起|开始|以来|之后|以后|后(?!勤)")
_RELATIVE_RE = re.compile(
    rf"(?:自|从|在)?(?P<anchor>(?:收到|接到|接)(?:本|此|该)?[^，。；]{{0,4}}(?:通知|方案|文件|函|意见)"
    rf"|(?:本|此|该)?(?:通知|方案|文件|函|办法|要点|意见)?(?:印发|下发|发布|发文|发出))(?:之日|之时)?[起后]?的?"
    rf"(?P<n>{NUMBER})个?(?P<unit>工作日|日|天|周|星期|月|小时)[之以]?内"
)
_RECEIVED = ("收到", "接")
_TO_EVENT_RE = re.compile(r"[至到于在](?P<event>[^，。；、（）]{2,18}?(?:结束|闭幕|完工|收官|投用))(?P<until>)之?前")
_UNTIL_EVENT_RE = re.compile(
    r"(?:(?<=[，。；])|^)(?:持续|一直)?直?[至到](?P<event>[^，。；、（）]{2,18}?(?:结束|闭幕|完工|为止))(?=[，。；]|$)"
    r"|直[至到](?P<until>[^，。；、（）\d]{4,18})(?=[，。；]|$)"
)
_EVENT_OVER_RE = re.compile(  # 本轮寒潮结束前不得间断
    r"(?:(?<=[，。；])|^)(?P<event>[^，。；、（）\d]{2,14}?(?:(?<!阶段)结束|解除))之?前(?!后|[一二三四五六七八九十两\d])"
)
_SEASON = (
    "元旦|除夕|春节|元宵节?|清明节?|“?五一”?|劳动节|端午节?|中秋节?|“?十一”?国庆节?|国庆节?|“?两节”?|“?双节”?|两会|"
    "“两会”|主汛期|汛期|供暖季?|采暖季?|冬季|寒假|暑假|开学|重大活动"
)
_SEASON_RE = re.compile(
    rf"(?P<event>(?:\d{{4}}年|全国|全省|今年|省)*(?:{_SEASON})(?:到来|来临|召开|开始|结束)?之?前(?!后|夕?期))"
)
_MONTH_NEAR_RE = re.compile(
    rf"(?<![\d一二三四五六七八九十每季末上])(?P<which>本|下)?个?月(?:(?P<day>{SMALL})[日号]|(?P<end>底|末))(?=之?前|下班前)"
)
_DAY_NEAR_RE = re.compile(rf"(?P<which>今|明|后)[日天晚](?={_CLOCK}(?:之|以)?前)")
_WEEK_NEAR_RE = re.compile(r"(?P<which>本|下)(?:周|星期)(?P<day>[一二三四五六日天])(?=之?前|下班前)")
_ONLY_DAY_RE = re.compile(r"(?<![月\d一二三四五六七八九十每])(?P<day>\d{1,2})[日号](?=(?:之)?前(?!后))")


def find_whens(text: str, context: Context | None = None) -> list[When]:
    """All stretches of time in ``text``, left to right, without overlaps.

    ``context`` supplies the year for dates without one and is moved on in place.
    A day that does not exist (2月30日) gives ``last=None`` and a doubt.
    """
    context = context or Context()
    found: list[When] = []
    position = 0
    while (when := _next_when(text, position, context)) is not None:
        found.append(when)
        position = max(when.end, position + 1)
    return _bind_enumerations(text, found)


def _next_when(text: str, position: int, context: Context) -> When | None:
    """The leftmost stretch from ``position`` on; of two that begin together the earlier reader's."""
    heads = [pattern.search(text, position) for pattern, _ in _READERS]
    while True:
        live = [(match.start(), index) for index, match in enumerate(heads) if match]
        if not live:
            return None
        pattern, read = _READERS[min(live)[1]]
        match = heads[min(live)[1]]
        assert match is not None
        when = read(text, match, context)
        if when is not None:
            return when
        heads[min(live)[1]] = pattern.search(text, match.end())


def term_of(words: str) -> tuple[int, str] | None:
    """How many of which unit a term has that runs from the notice itself: 收到通知后5个工作日内 is (5, "工作日").

    None for all other words.
    """
    match = _RELATIVE_RE.fullmatch(words)
    return _amount_and_unit(match) if match else None


def _amount_and_unit(match: re.Match[str]) -> tuple[int, str]:
    return int(parse_number(match["n"])), match["unit"]


def runs_from_receipt(words: str) -> bool:
    """Whether such a term begins with the receipt of the notice (收到后5日内), not with its issue (印发后一个月内)."""
    match = _RELATIVE_RE.fullmatch(words)
    return match is not None and match["anchor"].startswith(_RECEIVED)


def _read_relative(text: str, match: re.Match[str], context: Context) -> When | None:
    """自印发之日起10日内: a day where the issue date is known; receipt is known to nobody here, nor are days off."""
    amount, unit = _amount_and_unit(match)
    days = {"日": 1, "天": 1, "周": 7, "星期": 7}.get(unit)
    received = match["anchor"].startswith(_RECEIVED)
    if days and context.issued and not received and amount * days < 100_000:
        return When(match.start(), match.end(), "due", last=context.issued + timedelta(days=amount * days))
    return When(match.start(), match.end(), "event", event=match.group().lstrip("自从在"))


def _read_from_now(text: str, match: re.Match[str], context: Context) -> When | None:
    """即日起至…: begins on the issue date."""
    from_event = None if context.issued else match["now"] + "起"
    day = _closing_day(text, match.end(), context)
    if day:
        end = _skip_before(text, day.end)
        return replace(day, start=match.start(), end=end, kind="span", first=context.issued, from_event=from_event)
    event = _END_EVENT_RE.match(text, match.end())
    if not event:
        return When(match.start(), match.end(), "start", first=context.issued, from_event=match["now"] + "起")
    return When(match.start(), event.end(), "event", first=context.issued, event=event["event"], from_event=from_event)


def _read_months(text: str, match: re.Match[str], context: Context) -> When | None:
    """3—5月, 3月至11月."""
    low, high = int(parse_number(match["a"])), int(parse_number(match["b"]))
    if not (1 <= low <= 12 and 1 <= high <= 12):
        return None
    year, year_from = year_of(match["year"], context)
    if year is None:
        return When(match.start(), match.end(), "event", event=match.group(), year_from="none", doubts=(NO_YEAR,))
    end_year = year + (high < low)
    context.year, context.month = end_year, high
    return When(
        match.start(),
        _skip_before(text, match.end()),
        "span",
        date(year, low, 1),
        date(end_year, high, monthrange(end_year, high)[1]),
        year_from=year_from,
        doubts=(_rolled(end_year),) if high < low else (),
    )


def _read_day(text: str, match: re.Match[str], context: Context) -> When | None:
    if not is_day(text, match):
        return None
    year = context.year
    opening = read_day(match, context)
    when = _span_from(text, opening, context) or _in_coming_year(_stand(text, opening, match), match, context)
    past = context.issued and opening.first and opening.first.year < context.issued.year
    if when.kind != "span" and past and year:
        context.year = year  # 对2025年通报的问题: tells of then, asks for now
    return when


def _in_coming_year(when: When, match: re.Match[str], context: Context) -> When:
    """11月印发的通知里的1月15日前: a last day long before the issue lies in the next year."""
    issued, last = context.issued, when.last
    if when.kind != "due" or when.year_from == "text" or not issued or not last or match["year3"]:
        return when
    if last.year != issued.year or (issued - last).days < (1 if context.rolled else _LONG_OVER):
        return when
    context.year, context.rolled = issued.year, True  # what follows is the next such day, too: 3月底前…、12月10日前
    rolled, doubts = make_day(last.year + 1, last.month, last.day)
    doubt = f"原文没写年份，早于发文日，按次年取{last.year + 1}年"
    return replace(when, last=rolled, doubts=(*when.doubts, doubt, *doubts))


def _span_from(text: str, opening: When, context: Context) -> When | None:
    clock = _CLOCK_RE.match(text, opening.end)  # 12月24日8时至12月26日20时
    stop = clock.end() if clock else opening.end
    joint = _JOIN_RE.match(text, stop)
    if not joint:
        return None
    only_day = _ONLY_DAY_END_RE.match(text, stop)
    if only_day and opening.first:
        last, doubts = make_day(opening.first.year, opening.first.month, int(parse_number(only_day["day"])))
        end = _skip_before(text, only_day.end())
        return replace(opening, end=end, kind="span", last=last, doubts=opening.doubts + doubts)
    closing = _closing_day(text, joint.end(), context)
    if closing:
        return _close(text, opening, closing, context)
    event = _END_EVENT_RE.match(text, joint.end())
    if event:
        return replace(opening, end=event.end(), kind="event", last=None, event=event["event"])
    return None


def _closing_day(text: str, position: int, context: Context) -> When | None:
    """The day that ends a span; a bare year in front of an event (2020年全国两会结束) is not one."""
    match = DAY_RE.match(text, position)
    only_year = match is not None and match["year3"] and not match["tail"]
    if only_year and _END_EVENT_RE.match(text, position):
        return None
    return day_at(text, position, context)


def _close(text: str, opening: When, closing: When, context: Context) -> When:
    last, doubts = closing.last, opening.doubts + closing.doubts
    if closing.year_from in ("near", "context") and opening.first and last and last < opening.first:
        last, wrong = make_day(last.year + 1, last.month, last.day)
        context.year = opening.first.year + 1
        doubts += (_rolled(context.year), *wrong)
    return replace(opening, end=_skip_before(text, closing.end), kind="span", last=last, doubts=doubts)


def _stand(text: str, day: When, match: re.Match[str]) -> When:
    """Say how a lone day stands in its sentence."""
    if _OF_THEN_RE.match(text, day.end):
        return replace(day, first=None)
    only_year = bool(match["year3"]) and not match["tail"]
    deadline = _BEFORE_RE.match(text, day.end)
    if deadline and _DONE_THEN_RE.match(text, deadline.end()):  # 2000年以前的用房, 2005年以前敷设的线路
        return replace(day, first=None)
    if deadline:
        doubt = (f"“{match.group()}前”按包含当年、取12月31日理解",) if only_year else ()
        return replace(day, kind="due", end=deadline.end(), first=None, doubts=day.doubts + doubt)
    before = text[max(0, day.start - 6) : day.start]
    if before.endswith("追溯至") or (before.endswith(("截至", "截止")) and _TOLD_RE.match(text, day.end)):
        return replace(day, first=None)
    if text.startswith(("前后", "左右"), day.end):
        return day
    if before.endswith(("自", "从")) or _AFTER_START_RE.match(text, day.end):
        return replace(day, kind="start", last=None)
    if only_year:
        until = _UNTIL_YEAR_RE.search(text[: day.start]) and _YEAR_CLOSES_RE.match(text[day.end :])
        return replace(day, kind="due") if until else day
    ends = match["part"] in ("底", "末", "月底", "月末") or (match["term"] or "")[-1:] in ("底", "末", "内", "终")
    if ends or match["tail"] or _BIND_RE.search(before):
        return replace(day, kind="due", first=None)
    return day


def _read_to_event(text: str, match: re.Match[str], context: Context) -> When | None:
    """至2026年供暖期结束前: the year belongs to the event."""
    return When(match.start(), match.end(), "event", event=match["event"] or match["until"])


def _read_over(text: str, match: re.Match[str], context: Context) -> When | None:
    """本轮寒潮结束前: up to the event itself."""
    return When(match.start(), match.end(), "event", event=match["event"])


def _read_season(text: str, match: re.Match[str], context: Context) -> When | None:
    return When(match.start(), match.end(), "event", event=match["event"])


def _read_only_day(text: str, match: re.Match[str], context: Context) -> When | None:
    """25日前 after a date of the same sentence."""
    if context.month is None or context.year is None:
        return None
    last, doubts = make_day(context.year, context.month, int(match["day"]))
    doubt = f"原文没写月份，按前文取{context.month}月"
    end = _skip_before(text, match.end())
    return When(match.start(), end, "due", last=last, year_from="near", doubts=(doubt, *doubts))


def _read_month_near(text: str, match: re.Match[str], context: Context) -> When | None:
    """本月20日前, 下月5日前, 月底前: counted from the day of issue."""
    if context.issued is None or (match["day"] and not match["which"]):
        return None
    months = context.issued.year * 12 + context.issued.month - 1 + (match["which"] == "下")
    year, month = divmod(months, 12)
    day = int(parse_number(match["day"])) if match["day"] else monthrange(year, month + 1)[1]
    last, doubts = make_day(year, month + 1, day)
    doubt = f"“{match.group()}”按发文日推算"
    return When(match.start(), _skip_before(text, match.end()), "due", last=last, doubts=(doubt, *doubts))


def _read_day_near(text: str, match: re.Match[str], context: Context) -> When | None:
    """今日18时前, 明天12时前: counted from the day of issue."""
    if context.issued is None:
        return None
    last = context.issued + timedelta(days="今明后".index(match["which"]))
    doubt = f"“{match.group()}”按发文日推算"
    return When(match.start(), _skip_before(text, match.end()), "due", last=last, doubts=(doubt,))


def _read_week_near(text: str, match: re.Match[str], context: Context) -> When | None:
    """本周五前: counted from the day of issue."""
    if context.issued is None:
        return None
    weekday = "一二三四五六日".index(match["day"].replace("天", "日"))
    ahead = weekday - context.issued.weekday() + 7 * (match["which"] == "下")
    doubt = f"“{match.group()}”按发文日推算"
    last = context.issued + timedelta(days=ahead)
    return When(match.start(), _skip_before(text, match.end()), "due", last=last, doubts=(doubt,))


_READERS: list[tuple[re.Pattern[str], Callable[[str, re.Match[str], Context], When | None]]] = [
    (_RELATIVE_RE, _read_relative),
    (_NOW_RE, _read_from_now),
    (_MONTHS_RE, _read_months),
    (_TO_EVENT_RE, _read_to_event),
    (_UNTIL_EVENT_RE, _read_to_event),
    (DAY_RE, _read_day),
    (_SEASON_RE, _read_season),
    (_EVENT_OVER_RE, _read_over),
    (_ONLY_DAY_RE, _read_only_day),
    (_DAY_NEAR_RE, _read_day_near),
    (_MONTH_NEAR_RE, _read_month_near),
    (_WEEK_NEAR_RE, _read_week_near),
]


def _rolled(year: int) -> str:
    return f"原文没写年份，止期早于起期，按跨年取{year}年"


def _skip_before(text: str, position: int) -> int:
    match = _BEFORE_RE.match(text, position)
    return match.end() if match else position


def _bind_enumerations(text: str, whens: list[When]) -> list[When]:
    """6月20日和12月10日前: the first day shares the second one's deadline word."""
    bound = list(whens)
    for index in range(len(bound) - 2, -1, -1):
        here, after = bound[index], bound[index + 1]
        joined = re.fullmatch(r"[、和及与或](?:[次二三末后]批|第[二三四五]批次?)?", text[here.end : after.start])
        if here.kind == "bare" and after.kind == "due" and here.last and joined:
            bound[index] = replace(here, kind="due", first=None)
    return bound
