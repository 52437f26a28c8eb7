"""任务完成 and 五个一: derived from what is owed, because a task has no row before its first act (ADR 7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from weian.ground.duties import api as duties
from weian.ground.duties.api import Owed
from weian.oversight.reports.catalogue.asking import Asked, key_of
from weian.oversight.reports.measured import DENOMINATOR, NUMERATOR, REMAINDER, Measure, Row, Unmeasurable

MOST_UNITS = 500
TOO_MANY = f"涉及的单位超过 {MOST_UNITS} 家，一次数不完；请到下一级单位的页面上看。"
EXEMPTED = duties.TaskState.EXEMPTED


@dataclass(frozen=True)
class Item:
    """One thing that a measure counts: a task as owed, or a unit with all its parts."""

    row: Row
    parts: frozenset[str]


@dataclass(frozen=True)
class OwedEntry:
    """A measure over what the units under a node owe for one document."""

    measure: Measure
    items: Callable[[list[Owed], Asked], list[Item]]
    exclusions: tuple[tuple[str, str], ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    title: Callable[[Asked, list[Owed]], str] | None = None

    def rows(self, asked: Asked, part: str, after: str, limit: int | None) -> list[Row]:
        codes = {code for code, _ in (*self.exclusions, *self.details)}
        if part not in {NUMERATOR, DENOMINATOR, REMAINDER} | codes:
            raise Unmeasurable("没有这一部分。")
        rows = [one.row for one in self.items(load(asked), asked) if part in one.parts]
        start = next((at + 1 for at, row in enumerate(rows) if row.key == after), 0)
        return rows[start : start + limit if limit is not None else None]


def load(asked: Asked) -> list[Owed]:
    """What the units under the node owe, in tree order. Raises Unmeasurable without a document or for too many."""
    if asked.document is None:
        raise Unmeasurable("先选一份通知，再看它的任务。")
    owing = duties.owing(asked.document, asked.node)
    if owing[: MOST_UNITS + 1].count() > MOST_UNITS:
        raise Unmeasurable(TOO_MANY)
    found = duties.owed(owing, document=asked.document, on=asked.on, with_posts=False)
    return sorted(found, key=lambda one: (one.unit.pos, one.obligation.order, str(one.obligation.pk), _start(one)))


def composite_of(asked: Asked, found: Iterable[Owed]) -> str:
    """The composite asked for, else the first that the document holds; "" where there is none."""
    named = asked.parameters.get("composite", "")
    return named or min((one.obligation.composite for one in found if one.obligation.composite), default="")


def _start(one: Owed) -> str:
    return one.period_start.isoformat() if one.period_start else ""


def _row(one: Owed) -> Row:
    due = f"期限 {one.due.isoformat()}" if one.due else "没有期限"
    meta = f"{due}，迟 {one.late_days} 个工作日" if one.late_days else due
    key = key_of(one.unit.pos, f"{one.obligation.pk}{_start(one)}")
    return Row(one.obligation.title, meta, one.unit.title, duties.url_of(one), one.word, key, one.ring)


def _rate_parts(done: bool, *, late: bool = False) -> frozenset[str]:
    return frozenset({DENOMINATOR, NUMERATOR if done else REMAINDER} | ({"late"} if late else set()))


def _each(found: list[Owed], asked: Asked) -> list[Item]:
    return [
        Item(_row(one), frozenset({"exempted"}))
        if one.state == EXEMPTED
        else Item(_row(one), _rate_parts(one.state in duties.FINISHED, late=one.overdue))
        for one in found
        if str(one.obligation.pk) == asked.parameters.get("obligation", str(one.obligation.pk))
    ]


def _of_part(found: list[Owed], asked: Asked) -> list[Item]:
    code, part = composite_of(asked, found), asked.parameters.get("item", "1")
    if not part.isdecimal():
        raise Unmeasurable("组合任务的第几项应是数字。")
    mine = [one for one in found if one.obligation.composite == code != "" and one.obligation.part == int(part)]
    return _each(mine, asked)


def _units(found: list[Owed], asked: Asked) -> list[Item]:
    """Units with k of n accepted; an exempted part counts as settled, as in the unit's own progress."""
    code = composite_of(asked, found)
    by_unit: dict[UUID, list[Owed]] = defaultdict(list)
    for one in found:
        if one.obligation.composite == code != "":
            by_unit[one.unit.pk].append(one)
    return [_unit(sorted(parts, key=lambda one: one.obligation.part)) for parts in by_unit.values()]


def _unit(parts: list[Owed]) -> Item:
    open_ones = [one for one in parts if one.state not in duties.FINISHED]
    done, total = len(parts) - len(open_ones), len(parts)
    unit, door = parts[0].unit, (open_ones or parts[::-1])[0]
    missing = "、".join(one.obligation.title for one in open_ones)
    row = Row(
        f"{done}/{total}", f"还缺：{missing}" if missing else "各项都已完成", unit.title, duties.url_of(door),
        "已完成" if not open_ones else "未完成", key_of(unit.pos, unit.pk), done / total,
    )  # fmt: skip
    return Item(row, _rate_parts(not open_ones, late=any(one.overdue for one in parts)))


def _item_title(asked: Asked, found: list[Owed]) -> str:
    code, number = composite_of(asked, found), asked.parameters.get("item", "1")
    named = {
        one.obligation.title
        for one in found
        if code and one.obligation.composite == code and str(one.obligation.part) == number
    }
    return f"组合任务第 {number} 项完成率" + (f"（{min(named)}）" if named else "")


_EXEMPTED = (("exempted", "豁免"),)
_LATE = (("late", "其中逾期"),)
ENTRIES = (
    OwedEntry(
        Measure(
            "obligations.done", "任务完成率", "%", "1",
            "审核通过的任务 ÷ 应完成的任务（收到文件的单位 × 适用于它的要求；周期任务按期数）。没有动手的也在分母里。"
            "豁免的不计，另列。", "rate", needs_document=True, parameters=("obligation",),
        ),
        _each, _EXEMPTED, _LATE,
    ),
    OwedEntry(
        Measure(
            "composite.complete", "组合任务全部完成率", "%", "1",
            "组合任务（如五个一）各项都经上一级审核通过的单位 ÷ 应完成的单位。免做的一项按已了结计。", "rate",
            needs_document=True, parameters=("composite",),
        ),
        _units, (), _LATE,
    ),
    OwedEntry(
        Measure(
            "composite.part", "组合任务单项完成率", "%", "1",
            "组合任务中这一项审核通过的单位 ÷ 应完成这一项的单位。豁免的不计，另列。", "rate", needs_document=True,
            parameters=("composite", "item"),
        ),
        _of_part, _EXEMPTED, _LATE, _item_title,
    ),
)  # fmt: skip
