"""How often: 每月25日前, 每2小时, 周调度, 按季度, 一年两次, 上、下半年各."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace

from weian.kernel.text.numerals import NUMBER, SMALL, parse_number

By = tuple[int, str | None, tuple[str, ...]]  # end of the words, day within the period, doubts


@dataclass(frozen=True)
class Cadence:
    """``every`` is an ISO-8601 duration; ``by`` a day within the period; ``times`` at least so often."""

    start: int
    end: int
    every: str
    by: str | None = None
    times: int | None = None
    doubts: tuple[str, ...] = ()


# unit word → (letter, months or days in one)
_UNITS = {
    "分钟": ("TM", 1), "小时": ("TH", 1), "工作日": ("D", 1), "日": ("D", 1), "天": ("D", 1), "晚": ("D", 1),
    "周": ("W", 1), "星期": ("W", 1), "旬": ("D", 10), "半个月": ("D", 15), "半月": ("D", 15),
    "月度": ("M", 1), "月": ("M", 1), "季度": ("M", 3), "季": ("M", 3), "学期": ("M", 6),
    "半年度": ("M", 6), "半年": ("M", 6), "年度": ("Y", 1), "年": ("Y", 1),
}  # fmt: skip
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_WORK = (
    "巡查|巡检|巡视|检查|自查|排查|抽查|督查|调度|通报|报告|报送|上报|例会|会商|研判|检测|维保|保养|演练|培训|分析|"
    "小结|盘点|清零|清|结|巡|检|查|报(?!告厅|表)|会(?!议室)"
)
_EACH_RE = re.compile(rf"(?:每隔?|间隔)(?P<n>{NUMBER})?个?(?P<unit>{_UNIT})(?!级|轻|常|生产|期间)")
_SHORT_RE = re.compile(
    rf"(?:(?<=[、，。；：“（和及与按行施立持到展格])|^|(?<=落实)|(?<=执行))"
    rf"(?P<unit>日|周|旬|月度?|季度?|半年度?|年(?=检查|巡查|演练|通报|调度))(?P<work>{_WORK})"
)
_RATE_RE = re.compile(
    rf"(?<![每\d第])(?P<n>一|1|两|2|三|3)?个?(?P<unit>日|天|周|月|季度?|半年|年)(?P<times>{NUMBER})(?P<what>次|{_WORK}|轮|例会|演练)(?!级)"
)
_IN_A_YEAR_RE = re.compile(  # 一年参加两次, 半年至少开展1次
    rf"(?<![每\d第上下前后近满])(?P<n>[一1两2三3](?=[年月周日天季个半]))?个?(?P<unit>半年|日|天|周|月|季度?|年)"
    rf"(?=(?:内)?(?:至少|最少|不少于|不得少于|要|应|须|集中|统一|轮流|参加|开展|组织|进行|安排|接受|举[办行]|召开|检[查测]|巡[查检])[^，。；]{{0,10}}?{NUMBER}(?:次|轮|场|遍|回))"
)
_PER_RE = re.compile(r"(?<=[次时课场轮])/(?:人/)?(?P<unit>日|天|周|月|季度?|半年|年)")
_STEP_RE = re.compile(
    r"(?:按(?P<a>日|周|旬|月|季度?|半年度?|年度?)|逐(?P<b>日|周|月|季度?))(?!度|计划|任务|要求|目标|方案|考核|标准|预算|期|份|历)"
)
_HALVES_RE = re.compile(r"上、?下半年(?:各|分别)|(?:春秋|春、秋)两?季(?:各|分别)?|半年各")
_WHOLE_YEAR_RE = re.compile(
    rf"(?<![\d一二两三四五六七八九十半])(?:全年|年均|年内|年度内)(?!分)(?=[^，。；]{{0,12}}?{NUMBER}(?:次|场|轮|期))"
)
_PERIODIC_NAME_RE = re.compile(rf"(?P<unit>月度|季度|半年度)(?P<work>{_WORK}|考核|评估|总结)(?!率)")
_ODD_EVEN_RE = re.compile(rf"每?逢?[单双]月份?(?:的?{SMALL}[日号](?:之?前)?|底(?:之?前)?)?(?!份?活动)")
_COMMA_RE = re.compile(r"[，。；]")
_TIMES_RE = re.compile(rf"(?P<n>{NUMBER})(?:轮次|场次|次|轮|场|遍|回|期)(?!生|序|要|数)")

_DAY_IN_MONTH_RE = re.compile(rf"的?(?P<day>{SMALL})[日号](?P<before>(?:之)?前)?")
_MONTH_END_RE = re.compile(r"的?(?:月底|月末|底|末|最后一(?:个工作日|天|日))(?:之?前)?(?!月)")
_LAST_MONTH_RE = re.compile(
    rf"的?(?:末月|最后一个?月|末个月|第三个月)(?:的?(?P<day>{SMALL})[日号](?:之?前)?|底(?:之?前)?)?"
)
_FIRST_MONTH_RE = re.compile(rf"的?(?:首月|第一个月|首个月)的?(?P<day>{SMALL})[日号]")
_MONTH_IN_YEAR_RE = re.compile(rf"的?(?P<month>{SMALL})月(?:份)?(?:(?P<day>{SMALL})[日号]|(?P<end>底|末))(?:之?前)?")
_WEEKDAY_RE = re.compile(
    r"的?(?:周|星期)?(?P<day>一(?![次轮场遍报巡清结评]|调度|通报|小结|例会|碰头)|[二三四五六日天](?![次轮场遍]))(?:(?:上午|下午|中午)?(?:\d{1,2}[时点：]\d{0,2}分?)?(?:之?前|下班前))?"
)
_NEXT_RE = re.compile(
    rf"(?:次月|下月|(?P<later>次季度?|下季度?|次年))[^，。；]{{0,6}}?(?P<day>{SMALL})[日号](?:之?前)?"
)
_QUARTER_END_RE = re.compile(rf"(?<![每第一二三四1-4上本该])季度?末月?(?P<day>{SMALL})[日号](?:之?前)?")
_NEXT_WEEK_RE = re.compile(r"次周(?P<day>[一二三四五六日天])(?:之?前)?")
_NEXT_ALONE_RE = re.compile(rf"(?:次月|下月)(?P<day>{SMALL})[日号](?:之?前)?")
_MONTHLY_RE = re.compile(r"上月|当月|本月|月报|月统计表|按月|逐月")


def find_cadences(text: str) -> list[Cadence]:
    """All cadences in ``text`` (folded, no blanks), left to right, without overlaps."""
    found: list[Cadence] = []
    taken = bytearray(len(text))
    for reader in (
        _each,
        _every_other,
        _halves,
        _whole_year,
        _nexts,
        _quarter_ends,
        _rates,
        _steps,
        _shorts,
        _names,
        _pers,
    ):
        for cadence in reader(text):
            if not any(taken[cadence.start : cadence.end]):
                taken[cadence.start : cadence.end] = b"\1" * (cadence.end - cadence.start)
                found.append(cadence)
    found.sort(key=lambda cadence: cadence.start)
    stops = [*(cadence.start for cadence in found[1:]), len(text)]
    return [_with_times(text, cadence, stop) for cadence, stop in zip(found, stops, strict=False)]


def _each(text: str) -> Iterator[Cadence]:
    for match in _EACH_RE.finditer(text):
        try:
            count = int(parse_number(match["n"])) if match["n"] else 1
        except ValueError:
            continue
        every = iso(count, match["unit"])
        if count < 1 or (text.startswith("每日", match.start()) and text.startswith("均", match.end())):
            continue
        end, by, doubts = _by(text, match.end(), match["unit"])
        yield Cadence(match.start(), end, every, by, doubts=doubts)


def _every_other(text: str) -> Iterator[Cadence]:
    """每逢双月10日前."""
    for match in _ODD_EVEN_RE.finditer(text):
        yield Cadence(match.start(), match.end(), "P2M")


def _halves(text: str) -> Iterator[Cadence]:
    for match in _HALVES_RE.finditer(text):
        yield Cadence(match.start(), match.end(), "P6M")


def _whole_year(text: str) -> Iterator[Cadence]:
    for match in _WHOLE_YEAR_RE.finditer(text):
        yield Cadence(match.start(), match.end(), "P1Y")


def _nexts(text: str) -> Iterator[Cadence]:
    """自10月起，次月5日前报送上月进展: monthly, without saying so."""
    for match in _NEXT_ALONE_RE.finditer(text) if _MONTHLY_RE.search(text) else ():
        day = int(parse_number(match["day"]))
        doubt = f"“{match.group()}”是下一周期的日子，请核对截止日"
        yield Cadence(match.start(), match.end(), "P1M", f"D{day}", doubts=(doubt,))
    for match in _NEXT_WEEK_RE.finditer(text, max(0, text.find("每周"))):
        day = "一二三四五六日".index(match["day"].replace("天", "日")) + 1
        doubt = f"“{match.group()}”是下一周期的日子，请核对截止日"
        yield Cadence(match.start(), match.end(), "P1W", f"W{day}", doubts=(doubt,))


def _quarter_ends(text: str) -> Iterator[Cadence]:
    """季度末月28日前 needs no 每."""
    for match in _QUARTER_END_RE.finditer(text):
        yield Cadence(match.start(), match.end(), "P3M", f"M3D{int(parse_number(match['day']))}")


def _rates(text: str) -> Iterator[Cadence]:
    for match in _RATE_RE.finditer(text):
        if match["n"] is None and match["unit"] != "半年":
            continue
        count = int(parse_number(match["n"])) if match["n"] else 1
        yield Cadence(match.start(), match.end("unit"), iso(count, match["unit"]))
    for match in _IN_A_YEAR_RE.finditer(text):
        if match["n"] or match["unit"] == "半年":
            count = int(parse_number(match["n"])) if match["n"] else 1
            yield Cadence(match.start(), match.end("unit"), iso(count, match["unit"]))


def _steps(text: str) -> Iterator[Cadence]:
    for match in _STEP_RE.finditer(text):
        end, by, doubts = _by(text, match.end(), match["a"] or match["b"])
        yield Cadence(match.start(), end, iso(1, match["a"] or match["b"]), by, doubts=doubts)


def _shorts(text: str) -> Iterator[Cadence]:
    for match in _SHORT_RE.finditer(text):
        regime = re.compile(r"(?:[^，。；]{0,6}制度?)?，").match(text, match.end())
        if regime and any(found.every == iso(1, match["unit"]) for found in _told(text, regime.end())):
            continue  # 实行周报制度，每周四前报送: the regime is named, then told
        yield Cadence(match.start(), match.end("unit"), iso(1, match["unit"]))
        pair = re.compile(rf"(?P<unit>日|周|旬|月|季度?|年)(?:{_WORK})").match(text, match.end())
        if pair:  # 日清月结
            yield Cadence(pair.start(), pair.end("unit"), iso(1, pair["unit"]))


def _told(text: str, position: int) -> Iterator[Cadence]:
    """Cadences told in so many words from ``position`` on."""
    yield from _each(text[position:])
    yield from (found for found in _nexts(text) if found.start >= position)


def _names(text: str) -> Iterator[Cadence]:
    for match in _PERIODIC_NAME_RE.finditer(text):
        before = text[: match.start()]
        said = _COMMA_RE.split(before)[-1]
        if re.search(r"[第一二三四上本]$", before) or any(
            found.every == iso(1, match["unit"]) for found in (*_each(said), *_quarter_ends(said))
        ):
            continue  # 每季度末月28日前报送季度小结 names its period once more
        yield Cadence(match.start(), match.end("unit"), iso(1, match["unit"]))


def _pers(text: str) -> Iterator[Cadence]:
    for match in _PER_RE.finditer(text):
        before = re.search(rf"({NUMBER})(?:次|场|轮)$", text[: match.start()])
        times = int(parse_number(before[1])) if before else None
        yield Cadence(match.start(), match.end(), iso(1, match["unit"]), times=times)


def iso(count: int, unit: str) -> str:
    """ISO-8601 duration of ``count`` Chinese units: (2, "小时") → PT2H, (1, "季度") → P3M."""
    letter, size = _UNITS[unit]
    return f"PT{count}{letter[1]}" if letter[0] == "T" else f"P{count * size}{letter}"


def _by(text: str, position: int, unit: str) -> By:
    """Read the day within the period that follows its name."""
    following = _NEXT_RE.match(text, position)
    if following:
        monthly = _UNITS[unit] == ("M", 1) and not following["later"]
        by = f"D{int(parse_number(following['day']))}" if monthly else None
        return following.end(), by, (f"“{following.group()}”是下一周期的日子，请核对截止日",)
    letter, size = _UNITS[unit]
    if letter == "W":
        return _by_weekday(text, position)
    if (letter, size) == ("M", 1):
        return _by_month_day(text, position)
    if letter == "M":
        return _by_month_of_period(text, position, size)
    if letter == "Y":
        return _by_date_of_year(text, position)
    return position, None, ()


def _by_weekday(text: str, position: int) -> By:
    match = _WEEKDAY_RE.match(text, position)
    if not match:
        return position, None, ()
    return match.end(), f"W{'一二三四五六日天'.index(match['day']) + 1 if match['day'] != '天' else 7}", ()


def _by_month_day(text: str, position: int) -> By:
    match = _MONTH_END_RE.match(text, position)
    if match:
        return match.end(), "last", ()
    match = _DAY_IN_MONTH_RE.match(text, position)
    if match and 1 <= parse_number(match["day"]) <= 31:
        return match.end(), f"D{int(parse_number(match['day']))}", ()
    return position, None, ()


def _by_month_of_period(text: str, position: int, size: int) -> By:
    match = _LAST_MONTH_RE.match(text, position)
    if match:
        return match.end(), f"M{size}D{int(parse_number(match['day']))}" if match["day"] else "last", ()
    match = _FIRST_MONTH_RE.match(text, position)
    if match:
        return match.end(), f"M1D{int(parse_number(match['day']))}", ()
    match = _MONTH_END_RE.match(text, position)
    return (match.end(), "last", ()) if match else (position, None, ())


def _by_date_of_year(text: str, position: int) -> By:
    match = _MONTH_IN_YEAR_RE.match(text, position)
    if match and 1 <= parse_number(match["month"]) <= 12:
        month = int(parse_number(match["month"]))
        if match["day"]:
            return match.end(), f"M{month}D{int(parse_number(match['day']))}", ()
        return match.end(), "M2last" if month == 2 else f"M{month}D{monthrange(2001, month)[1]}", ()
    match = _MONTH_END_RE.match(text, position) or re.compile(r"年底(?:之?前)?").match(text, position)
    return (match.end(), "last", ()) if match else (position, None, ())


def _times_after(text: str, cadence: Cadence, stop: int) -> re.Match[str] | None:
    """The "N次" in the same piece of the sentence."""
    comma = _COMMA_RE.search(text, cadence.end, stop)
    return _TIMES_RE.search(text, cadence.end, comma.start() if comma else stop)


def _with_times(text: str, cadence: Cadence, stop: int) -> Cadence:
    match = _times_after(text, cadence, stop)
    times = int(parse_number(match["n"])) if match else 0
    return replace(cadence, times=times) if times else cadence


def times_spans(text: str, cadences: list[Cadence]) -> list[tuple[int, int]]:
    """Where the "N次" words stand that a cadence has already taken."""
    matches = (_times_after(text, cadence, len(text)) for cadence in cadences)
    return [match.span() for match in matches if match]
