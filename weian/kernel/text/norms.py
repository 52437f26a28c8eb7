"""Norms set in numbers: 达到100%, 不低于95%, 不少于4学时, 30分钟内, 不超过100公斤."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from weian.kernel.text.numerals import NUMBER, parse_number


@dataclass(frozen=True)
class Norm:
    """``op`` is one of >=, <=, =; a ratio is 0…1 (or above), a permille is in ‰."""

    start: int
    end: int
    op: str
    value: float
    unit: str
    doubts: tuple[str, ...] = ()


_AT_LEAST = (
    "不得?低于|不得?少于|不得?小于|不应?低于|不应?少于|不能少于|至少|最少|最低|达到|(?<![到抵送])达(?!标)|提高到|提高至|提升到|提升至|"
    "保持在|稳定在|≥|>=|大于等于|不短于|不得?短于"
)
_AT_MOST = (
    "不得?超过|不应?超过|不能超过|不得?高于|不得?大于|不得?多于|不得?迟于|最多|控制在|降至|降到|降低到|≤|小于等于"
)
_OP_RE = re.compile(rf"(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST})")
_PERCENT_RE = re.compile(
    rf"(?:(?P<n>\d+(?:\.\d+)?)(?P<sign>%|‰)|(?P<word>百分之|千分之)(?P<m>{NUMBER}))(?!的?(?:股|病床使用))"
)
_CHANGE_RE = re.compile(r"(?:下降|降低|减少|上升|增长|提高|压减|提升|增加)(?:了|幅度(?:达到?)?)?$")
_FACT_RE = re.compile(
    r"(?:已(?:经|达)?|目前|去年|上年|同期|同比|环比|占(?![用道压据])比?|仅|其中|累计完成|平均为?)[^，。；]{0,16}$"
)
_SETS_RE = re.compile(
    r"(?:不得?|不应?|不能)(?:低于|少于|小于|超过|高于|大于|多于)[^，。；]{0,6}$|控制在[^，。；]{0,4}$"
)  # no fact is told so

_UNITS = {
    "学时": "hour", "个学时": "hour", "个课时": "hour",
    "课时": "hour", "个小时": "hour", "小时": "hour", "分钟": "minute", "秒": "second",
    "个工作日": "workday", "工作日": "workday", "天": "day", "日": "day", "周": "week", "个月": "month", "年": "year",
    "次": "count", "轮次": "count", "场次": "count", "轮": "count", "场": "count", "遍": "count",
    "名": "count", "人": "count", "个": "count", "台": "count", "套": "count", "具": "count", "处": "count",
    "辆": "count", "部": "count", "张": "count", "瓶": "count", "件": "count", "只": "count", "户": "count", "块": "count",  # noqa: E501
    "盏": "count", "把": "count", "顶": "count", "艘": "count", "架": "count", "床": "count", "批": "count", "所": "count",  # noqa: E501
    "支": "count", "份": "count", "家": "count", "间": "count", "组": "count", "种": "count", "条": "count", "项": "count",  # noqa: E501
    "公斤": "kg", "千克": "kg", "kg": "kg", "吨": "t", "毫升": "ml", "ml": "ml", "升": "l", "平方米": "m2",
    "厘米": "cm", "米": "m", "℃": "celsius", "摄氏度": "celsius", "万元": "10k yuan", "元": "yuan", "分": "score", "岁": "year",  # noqa: E501
}  # fmt: skip
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_GAP = r"[^，。；：、\d%‰]{0,10}?"
_AMOUNT_RE = re.compile(
    rf"(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST})){_GAP}(?P<n>{NUMBER})(?P<unit>{_UNIT})(?!级|[一-龥]?率)"
)
_ABOVE_RE = re.compile(rf"(?P<n>{NUMBER})(?P<unit>次|轮|场|学时|课时)及?以上")
_MANNED_RE = re.compile(  # 救护车2台以上待命, 配备3名以上保安
    rf"(?P<n>{NUMBER})(?P<unit>名|人|台|辆|部|张|套|具|支|组|间)及?以上(?=待命|值守|值班|在岗|备用|到岗|[，。；]|$)"
    rf"|(?<=配备|安排|设置|确保|不少)(?P<m>{NUMBER})(?P<unit2>名|人|台|辆|部|张|套|具|支|组|间)及?以上"
)
_WITHIN_RE = re.compile(
    rf"(?P<n>半|{NUMBER})个?(?P<unit>小时|分钟|工作日|日|天|周|月)(?:之|以)?内(?!容|部|科|在|核酸|的核酸)"
)
_WITHIN_UNITS = {
    "小时": "hour",
    "分钟": "minute",
    "工作日": "workday",
    "日": "day",
    "天": "day",
    "周": "week",
    "月": "month",
}
_ALL = re.compile(r"(?P<all>百分百|百分之百)")


def find_norms(text: str, taken: Sequence[tuple[int, int]] = ()) -> list[Norm]:
    """Norms in ``text`` (folded, no blanks); ``taken`` are spans that mean something else."""
    found: list[Norm] = []
    used = bytearray(len(text))
    for start, end in taken:
        used[start:end] = b"\1" * (end - start)
    for reader in (_everything, _percents, _amounts, _above, _within):
        for norm in reader(text):
            if not any(used[norm.start : norm.end]):
                used[norm.start : norm.end] = b"\1" * (norm.end - norm.start)
                found.append(norm)
    return sorted(found, key=lambda norm: norm.start)


def _piece_before(text: str, position: int) -> str:
    return re.split(r"[，。；：]", text[:position])[-1]


def _everything(text: str) -> Iterator[Norm]:
    for match in _ALL.finditer(text):
        before = _piece_before(text, match.start())
        if not _FACT_RE.search(before):
            start, op = _operator(text, match.start())
            yield Norm(start, match.end(), op or "=", 1.0, "ratio")


def _percents(text: str) -> Iterator[Norm]:
    for match in _PERCENT_RE.finditer(text):
        before = _piece_before(text, match.start())
        if (_FACT_RE.search(before) and not _SETS_RE.search(before)) or _is_unbound(text, match, before):
            continue
        number = parse_number(match["n"] or match["m"])
        percent = match["sign"] == "%" or match["word"] == "百分之"
        start, op = _operator(text, match.start())
        doubts = ("原文说的是变化幅度，不是应达到的水平",) if _CHANGE_RE.search(before) else ()
        op = op or _suffix_operator(text, match.end()) or "="
        yield Norm(
            start,
            match.end(),
            op,
            round(number / 100, 6) if percent else number,
            "ratio" if percent else "permille",
            doubts,
        )


def _is_unbound(text: str, match: re.Match[str], before: str) -> bool:
    """A bare number that sets nothing: no operator, no 率/比例, not the whole."""
    if _CHANGE_RE.search(before):
        return not re.search(r"确保|力争|实现|不低于|不少于|至少", before) and not text.startswith("以上", match.end())
    if _OP_RE.search(before) or _suffix_operator(text, match.end()) or match["n"] == "100":
        return False
    return not re.search(r"(?:率|比例|比重)(?:均|要|应|须|为|在|的|不|是){0,3}$|按照?[^，。；]{0,6}$", before)


def _operator(text: str, position: int) -> tuple[int, str | None]:
    """Nearest operator before ``position`` in the same piece of the sentence."""
    before = _piece_before(text, position)
    matches = list(_OP_RE.finditer(before))
    if not matches:
        return position, None
    last = matches[-1]
    op = ">=" if last["least"] else "<="
    if _PERCENT_RE.search(before, last.end()):  # the operator already belongs to an earlier number
        return position, op
    return position - len(before) + last.start(), op


def _suffix_operator(text: str, position: int) -> str | None:
    if re.compile(r"及?以上").match(text, position):
        return ">="
    return "<=" if re.compile(r"及?以[下内]").match(text, position) else None


def _amounts(text: str) -> Iterator[Norm]:
    for match in _AMOUNT_RE.finditer(text):
        if match["unit"] in ("年", "日") and re.match(r"\d{4}$", match["n"]):
            continue
        if re.search(r"(?:已|共)(?:经|计|发现)?$", text[: match.start()]):
            continue
        yield Norm(
            match.start(),
            match.end(),
            ">=" if match["least"] else "<=",
            parse_number(match["n"]),
            _UNITS[match["unit"]],
        )


def _above(text: str) -> Iterator[Norm]:
    for match in _ABOVE_RE.finditer(text):
        if text[match.end() : match.end() + 1] != "的":
            yield Norm(match.start(), match.end(), ">=", parse_number(match["n"]), _UNITS[match["unit"]])
    for match in _MANNED_RE.finditer(text):
        amount, unit = match["n"] or match["m"], match["unit"] or match["unit2"]
        yield Norm(match.start(), match.end(), ">=", parse_number(amount), _UNITS[unit])


def _within(text: str) -> Iterator[Norm]:
    for match in _WITHIN_RE.finditer(text):
        if re.search(r"(?:近|过去|最近|每|前|月|第)$", text[: match.start()]):
            continue
        unit = _WITHIN_UNITS[match["unit"]]
        if match["n"] == "半":
            if unit == "hour":
                yield Norm(match.start(), match.end(), "<=", 30.0, "minute")
            continue
        yield Norm(match.start(), match.end(), "<=", parse_number(match["n"]), unit)
