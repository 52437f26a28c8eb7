"""任务完成 and 五个一: derived from what is owed, because a task has no row before its first act (ADR 7)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from uuid import UUID

from weian.foundation.org.models import Unit
from weian.ground.duties import api as duties
from weian.ground.duties.api import Owed
from weian.ground.duties.models import Obligation
from weian.kernel import keyset
from weian.oversight.reports.catalogue.asking import Asked, key_of
from weian.oversight.reports.measured import DENOMINATOR, NUMERATOR, REMAINDER, Measure, Row, Unmeasurable

MOST_UNITS = 500  # of more, what cannot be counted in SQL is not told; lists are read in pieces of so many
TOO_MANY = (
    f"涉及的单位超过 {MOST_UNITS} 家，其中有要逐家算的任务（按周期报的、各家期限不同的），一次数不完；"
    "请到下一级单位的页面上看。"
)
EXEMPTED = duties.TaskState.EXEMPTED


@dataclass(frozen=True)
class Item:
    """One thing that a measure counts: a task as owed, or a unit with all its parts."""

    row: Row
    parts: frozenset[str]


@dataclass(frozen=True)
class OwedEntry:
    """A measure over what the units under a node owe for one document: of some obligations, by task or by unit."""

    measure: Measure
    chosen: Callable[[Asked, list[Obligation]], list[Obligation]]
    by_unit: bool = False
    exclusions: tuple[tuple[str, str], ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    title: Callable[[Asked, list[Obligation]], str] | None = None

    def items(self, found: list[Owed], chosen: list[Obligation]) -> list[Item]:
        keys = {one.pk for one in chosen}
        mine = [one for one in found if one.obligation.pk in keys]
        return _units(mine) if self.by_unit else _each(mine)

    def rows(self, asked: Asked, part: str, after: str, limit: int | None) -> list[Row]:
        codes = {code for code, _ in (*self.exclusions, *self.details)}
        if part not in {NUMERATOR, DENOMINATOR, REMAINDER} | codes:
            raise Unmeasurable("没有这一部分。")
        reading = Reading(asked)
        chosen = self.chosen(asked, reading.obligations)
        pieces = (
            [one.row for one in self.items(found, chosen) if part in one.parts] for found in reading.pieces(after)
        )
        return list(islice(chain(_behind(after, next(pieces, [])), chain.from_iterable(pieces)), limit))


class Reading:
    """What the units under a node owe for a document: counted in SQL; where periods are owed, read, if units are few.

    Raises Unmeasurable.
    """

    def __init__(self, asked: Asked) -> None:
        if asked.document is None:
            raise Unmeasurable("先选一份通知，再看它的任务。")
        self.document, self.node, self.on = asked.document, asked.node, asked.on
        self.obligations = duties.in_force(self.document, self.on)

    @cached_property
    def is_wide(self) -> bool:
        return duties.binds_more_than(self.document, self.node, MOST_UNITS)

    def counts(self, wanted: Sequence[Wanted]) -> list[Mapping[str, int] | None]:
        """How many each part of each measure has; None for many units with tasks by periods."""
        by_task = self._by_task(one for entry, chosen in wanted if not entry.by_unit for one in chosen)
        return [
            self._sums(entry, chosen, by_task) if duties.countable(chosen) else self._read(entry, chosen)
            for entry, chosen in wanted
        ]

    def _read(self, entry: OwedEntry, chosen: list[Obligation]) -> Mapping[str, int] | None:
        if self.is_wide:
            return None
        return Counter(part for one in entry.items(self._few, chosen) for part in one.parts)

    @cached_property
    def _few(self) -> list[Owed]:
        return self._owed(duties.owing(self.document, self.node))

    def _by_task(self, wanted: Iterable[Obligation]) -> Mapping[UUID, duties.Counts]:
        """Of all that can be counted, in one look."""
        single = {one.pk: one for one in wanted if duties.countable([one])}
        return duties.tasks_counted(self.document, self.node, single.values(), on=self.on) if single else {}

    def _sums(
        self, entry: OwedEntry, chosen: list[Obligation], by_task: Mapping[UUID, duties.Counts]
    ) -> Mapping[str, int]:
        if entry.by_unit:
            sums = duties.units_counted(self.document, self.node, chosen, on=self.on)
        else:
            sums = sum((by_task[one.pk] for one in chosen), duties.Counts())
        return {DENOMINATOR: sums.whole, NUMERATOR: sums.done, "late": sums.late, "exempted": sums.exempted}

    def pieces(self, after: str = "") -> Iterator[list[Owed]]:
        """All that is owed in tree order, some units at a time; first that of the unit of the key `after` alone."""
        owing, place = duties.owing(self.document, self.node), _place(after)
        units = list(owing[:MOST_UNITS] if place is None else owing.filter(pos=place))
        while units or place is not None:
            yield self._owed(units)
            last = units[-1].pos if units else place
            units, place = list(owing.filter(pos__gt=last)[:MOST_UNITS]), None

    def _owed(self, units: Iterable[Unit]) -> list[Owed]:
        found = duties.owed(units, document=self.document, on=self.on, with_posts=False)
        return sorted(found, key=lambda one: (one.unit.pos, one.obligation.order, str(one.obligation.pk), _start(one)))


# A measure and the obligations that it is about.
Wanted = tuple[OwedEntry, list[Obligation]]


def _place(key: str) -> int | None:
    return keyset.number(key.partition("_")[0])


def _behind(key: str, rows: list[Row]) -> list[Row]:
    """Those after the row with a key; all where it is not there (any more)."""
    return rows[next((at + 1 for at, row in enumerate(rows) if row.key == key), 0) :]


def _start(one: Owed) -> str:
    return one.period_start.isoformat() if one.period_start else ""


def _row(one: Owed) -> Row:
    due = f"期限 {one.due.isoformat()}" if one.due else "没有期限"
    meta = f"{due}，迟 {one.late_days} 个工作日" if one.late_days else due
    key = key_of(one.unit.pos, f"{one.obligation.pk}{_start(one)}")
    return Row(one.obligation.title, meta, one.unit.title, duties.url_of(one), one.word, key, one.ring)


def _rate_parts(done: bool, *, late: bool = False) -> frozenset[str]:
    return frozenset({DENOMINATOR, NUMERATOR if done else REMAINDER} | ({"late"} if late else set()))


def _each(found: list[Owed]) -> list[Item]:
    return [
        Item(_row(one), frozenset({"exempted"}))
        if one.state == EXEMPTED
        else Item(_row(one), _rate_parts(one.state in duties.FINISHED, late=one.overdue))
        for one in found
    ]


def _units(found: list[Owed]) -> list[Item]:
    """Units with k of n accepted; exempted parts are in neither, and who was exempted from all is apart."""
    by_unit: dict[UUID, list[Owed]] = defaultdict(list)
    for one in found:
        by_unit[one.unit.pk].append(one)
    return [_unit(sorted(parts, key=lambda one: one.obligation.part)) for parts in by_unit.values()]


def _unit(parts: list[Owed]) -> Item:
    open_ones = [one for one in parts if one.state not in duties.FINISHED]
    done = sum(one.state == duties.TaskState.ACCEPTED for one in parts)
    total = done + len(open_ones)
    unit, door = parts[0].unit, (open_ones or parts[::-1])[0]
    missing = "、".join(one.obligation.title for one in open_ones)
    row = Row(
        f"{done}/{total}" if total else "豁免", f"还缺：{missing}" if missing else "各项都已完成", unit.title,
        duties.url_of(door), "已完成" if not open_ones else "未完成", key_of(unit.pos, unit.pk),
        done / total if total else 1.0,
    )  # fmt: skip
    if not total:
        return Item(row, frozenset({"exempted"}))
    return Item(row, _rate_parts(not open_ones, late=any(one.overdue for one in parts)))


def _all_or_one(asked: Asked, obligations: list[Obligation]) -> list[Obligation]:
    wanted = asked.parameters.get("obligation")
    return [one for one in obligations if wanted in (None, str(one.pk))]


def _composite(asked: Asked, obligations: list[Obligation]) -> list[Obligation]:
    """Those of the composite asked for, else of the first that the document holds."""
    held = {one.composite for one in obligations} - {""}
    code = asked.parameters.get("composite") or min(held, default="")
    return [one for one in obligations if one.composite == code != ""]


def _part(asked: Asked, obligations: list[Obligation]) -> list[Obligation]:
    part = keyset.number(asked.parameters.get("item", "1"))
    if part is None:
        raise Unmeasurable("组合任务的第几项应是数字。")
    return [one for one in _composite(asked, obligations) if one.part == part]


def _item_title(asked: Asked, chosen: list[Obligation]) -> str:
    named = {one.title for one in chosen}
    return f"组合任务第 {asked.parameters.get('item', '1')} 项完成率" + (f"（{min(named)}）" if named else "")


_EXEMPTED = (("exempted", "豁免"),)
_LATE = (("late", "其中逾期"),)
ENTRIES = (
    OwedEntry(
        Measure(
            "obligations.done", "任务完成率", "%", "1",
            "审核通过的任务 ÷ 应完成的任务（收到文件的单位 × 适用于它的要求；周期任务按期数）。没有动手的也在分母里。"
            "豁免的不计，另列。", "rate", needs_document=True, parameters=("obligation",),
        ),
        _all_or_one, False, _EXEMPTED, _LATE,
    ),
    OwedEntry(
        Measure(
            "composite.complete", "组合任务全部完成率", "%", "1",
            "组合任务（如五个一）各项都经上一级审核通过的单位 ÷ 应完成的单位。免做的一项按已了结计；"
            "各项都免的单位不计，另列。", "rate",
            needs_document=True, parameters=("composite",),
        ),
        _composite, True, _EXEMPTED, _LATE,
    ),
    OwedEntry(
        Measure(
            "composite.part", "组合任务单项完成率", "%", "1",
            "组合任务中这一项审核通过的单位 ÷ 应完成这一项的单位。豁免的不计，另列。", "rate", needs_document=True,
            parameters=("composite", "item"),
        ),
        _part, False, _EXEMPTED, _LATE, _item_title,
    ),
)  # fmt: skip
