"""Terms, cadences, targets and addressees in the words of the interface."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.kernel.text.dates import runs_from_receipt
from weian.ui.words import NBSP, isodate

_PERIODS = {
    "P1D": "每日", "P1W": "每周", "P10D": "每旬", "P15D": "每半月", "P1M": "每月", "P3M": "每季度", "P6M": "每半年",
    "P1Y": "每年",
}  # fmt: skip
PERIODS = tuple(_PERIODS.items())
_DURATION = re.compile(r"P(?:(?P<n>\d+)(?P<unit>[DWMY])|T(?P<hours>\d+)H)$")
_UNITS = {"D": "天", "W": "周", "M": "个月", "Y": "年"}
_WEEKDAYS = dict(enumerate("一二三四五六日", 1))
_TARGET_UNITS = {
    "hour": "学时",
    "day": "天",
    "count": "次",
    "year": "年",
    "month": "个月",
    "minute": "分钟",
    "l": "升",
    "kg": "千克",
}
_OPS = {">=": "不少于", "<=": "不超过", "=": ""}
TO_KINDS = {"commission": "下级卫生健康部门", "institution": "医疗卫生机构", "own": "本级"}
ACCEPTORS = {"upper": "上一级", "own_desk": "本单位", "none": "不用验收"}


class Timed(Protocol):
    due: date | None
    due_event: str
    every: str
    by_day: str
    times: int | None


def term(thing: Timed) -> str:
    """``2026-12-20 前``, ``每月25日前``, ``全国两会结束（日期待定）``; empty where nothing is set."""
    parts = []
    if thing.every:
        parts.append(cadence(thing.every, thing.by_day, thing.times))
    if thing.due:
        since = f"（{thing.due_event}，转发到的从收到之日起算）" if runs_from_receipt(thing.due_event) else ""
        parts.append(f"{isodate(thing.due)}{NBSP}前{since}")
    elif thing.due_event:
        parts.append(waiting(thing.due_event))
    return "，".join(parts)


def waiting(event: str) -> str:
    """A term that has no day yet: what it waits for."""
    is_counted = duties.counted_from(event, clock.today()) is not None
    return f"{event}（{'下发之日起算' if is_counted else '日期待定'}）"


def cadence(every: str, by_day: str = "", times: int | None = None) -> str:
    """``每月25日前``, ``每季度末月25日前``, ``每 2 小时``, ``每年至少 2 次``."""
    words = _PERIODS.get(every) or _odd_period(every)
    words += _by(by_day, every)
    return words + (f"至少 {times}{NBSP}次" if times else "")


def _odd_period(every: str) -> str:
    found = _DURATION.match(every)
    if not found:
        return every
    if found["hours"]:
        return f"每 {found['hours']}{NBSP}小时"
    return f"每 {found['n']}{NBSP}{_UNITS[found['unit']]}"


def _by(by_day: str, every: str) -> str:
    if not by_day:
        return ""
    if by_day == "last":
        return "底前" if every in ("P1M", "P1Y") else "末前"
    found = re.match(r"(?:M(?P<month>\d+))?D(?P<day>\d+)$", by_day)
    if found:
        month = (
            f"{'第' if every == 'P3M' else ''}{int(found['month'])}{'个月' if every == 'P3M' else '月'}"
            if found["month"]
            else ""
        )
        return f"{month}{int(found['day'])}日前"
    week = re.match(r"W(?P<day>[1-7])$", by_day)
    return f"{_WEEKDAYS[int(week['day'])]}前" if week else f"（{by_day}）"


def target(value: Mapping[str, Any] | None) -> str:
    """``不少于 100%``, ``不少于 4 学时``."""
    if not value:
        return ""
    number, unit = float(value["value"]), str(value["unit"])
    if unit == "ratio":
        figure = f"{number * 100:g}%"
    elif unit == "permille":
        figure = f"{number:g}‰"
    else:
        figure = f"{number:g}{NBSP}{_TARGET_UNITS.get(unit, unit)}"
    return f"{_OPS.get(str(value['op']), '')} {figure}".strip()


def receivers(line: duties.Aimed, types: Mapping[str, str]) -> str:
    """Whom a line goes to: ``全部发送对象``, ``医疗卫生机构（三级；综合医院）``, ``本级``."""
    kinds, aim = set(line.to_kinds), applies(line, types)
    if not kinds or {"commission", "institution"} <= kinds:
        return f"全部发送对象，其中机构限{aim}" if aim else "全部发送对象"
    words = "、".join(TO_KINDS.get(kind, kind) for kind in sorted(kinds))
    return f"{words}（{aim}）" if aim else words


def applies(line: duties.Aimed, types: Mapping[str, str]) -> str:
    """Which institutions: ``三级；综合医院、中医医院；小型机构不承担``; empty for all."""
    size = dict(duties.Size.choices)[line.size] if line.size else ""
    named = ["、".join(line.to_grades), "、".join(types.get(code, code) for code in line.to_types), str(size)]
    return "；".join(filter(None, named))


def actors(value: Iterable[Mapping[str, str]]) -> str:
    """``牵头 保卫科　配合 消防维保单位``."""
    roles = {"lead": "牵头", "support": "配合", "responsible": "责任"}
    found: dict[str, list[str]] = {}
    for actor in value:
        found.setdefault(roles.get(actor["role"], "责任"), []).append(actor["name"])
    return "　".join(f"{role} {'、'.join(names)}" for role, names in found.items())
