"""Units come in by Excel: all rows or none, one audit event for the whole act, positions given in bulk."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.org.actions import placing
from weian.foundation.org.kinds import Kind, Level, width
from weian.foundation.org.models import Unit
from weian.foundation.org.models.unit import SORTED_BY
from weian.foundation.org.packs import UnitType
from weian.foundation.packs import api as packs
from weian.kernel import clock
from weian.kernel.actor import Actor
from weian.kernel.sheets import CellError, Column, Row, SheetResult, choice, integer, read_sheet, text, yes_no
from weian.kernel.text import pinyin

COMMISSION = "卫生健康行政部门"
DEPARTMENT = "科室"
LEVELS = {
    "省级": Level.PROVINCE,
    "市级": Level.CITY,
    "县级": Level.COUNTY,
    "乡级": Level.TOWNSHIP,
    "村级": Level.VILLAGE,
}


@dataclass
class Imported:
    """What an import did: nothing at all when there are errors."""

    result: SheetResult
    units: list[Unit]


def columns() -> list[Column]:
    """The columns of the units sheet; types are those of the loaded packs and their aliases."""
    return [
        Column("单位名称", aliases=["名称", "机构名称", "单位全称"], required=True, parse=text(longest=120)),
        Column("上级单位", aliases=["主管单位", "隶属单位", "直管单位"], required=True, parse=text(longest=120)),
        Column("类型", aliases=["机构类型", "机构类别", "单位类型"], required=True, parse=choice(_types())),
        Column("层级", aliases=["级别"], parse=choice(LEVELS)),
        Column("行政区划代码", aliases=["属地代码", "区划代码"], parse=integer(least=110000, most=999999)),
        Column("统一社会信用代码", aliases=["信用代码", "机构代码"], parse=text(longest=18)),
        Column("等级", aliases=["医院等级"], parse=text(longest=20)),
        Column("床位数", aliases=["编制床位", "床位"], parse=integer(least=0, most=20000)),
        Column("法定代表人", aliases=["法人"], parse=text(longest=40)),
        Column("简称", parse=text(longest=40)),
        Column("轻量模式", aliases=["小型机构"], parse=yes_no()),
    ]


def import_units(data: bytes, *, under: Unit, by: Actor) -> Imported:
    """Add the units of an Excel sheet below `under`. With cell errors nothing is written.

    Raises UnreadableSheet, and placing.Busy while another move is at work.
    """
    result = read_sheet(data, columns())
    with transaction.atomic():
        known = _known(under)
        ordered = _in_order(result, known)
        if result.errors:
            return Imported(result, [])
        units = _place(ordered, known, by)
        Unit.objects.bulk_create(units, batch_size=1000)
        audit.record(
            "units.imported", kind="unit", record=uuid4(), chain=under.uid, by=by,
            facts={"file": hashlib.sha256(data).hexdigest(), "count": len(units), "root": _root(units)},
        )  # fmt: skip
    return Imported(result, units)


def _types() -> dict[str, tuple[str, str, bool]]:
    words: dict[str, tuple[str, str, bool]] = {
        COMMISSION: (Kind.COMMISSION, "", False),
        DEPARTMENT: (Kind.DEPARTMENT, "", False),
    }
    for one in packs.entries("unit_type", UnitType).values():
        words |= dict.fromkeys((one.name, *one.aliases), (Kind.INSTITUTION, one.code, one.light))
    return words


def _known(under: Unit) -> dict[str, Unit]:
    """Units below `under` by name; a name that stands twice is no good as a parent's name."""
    found: dict[str, list[Unit]] = defaultdict(list)
    for unit in Unit.objects.current().under(under).select_for_update():
        for name in {unit.name, unit.short_name} - {""}:
            found[name].append(unit)
    return {name: units[0] for name, units in found.items() if len(units) == 1}


def _in_order(result: SheetResult, known: dict[str, Unit]) -> list[Row]:
    """Rows with parents first. Adds errors for unknown parents, circles, and names or codes that stand twice."""
    by_name: dict[str, Row] = {}
    taken_codes = set(Unit.objects.exclude(code="").values_list("code", flat=True))
    for row in result.rows:
        name, code = row.values["单位名称"], row.values["统一社会信用代码"]
        same = by_name.get(name) or known.get(name)
        if same is not None:
            _wrong(result, row, "单位名称", "这个名称已经有了，请改用全称或删去这一行。")
        if code and code in taken_codes:
            _wrong(result, row, "统一社会信用代码", "这个代码已经属于别的单位。")
        taken_codes.add(code or "")
        by_name.setdefault(name, row)
    ordered: list[Row] = []
    placed = set(known)
    waiting = list(result.rows)
    while waiting:
        ready = [row for row in waiting if row.values["上级单位"] in placed]
        if not ready:
            for row in waiting:
                above = row.values["上级单位"]
                known_here = above in by_name
                what = "上下级绕成了圈。" if known_here else "没有找到这个单位，或它不归您管。"
                _wrong(result, row, "上级单位", what)
            break
        ordered += ready
        placed |= {row.values["单位名称"] for row in ready}
        done = {id(row) for row in ready}
        waiting = [row for row in waiting if id(row) not in done]
    return ordered


def _place(rows: list[Row], known: dict[str, Unit], by: Actor) -> list[Unit]:
    """Units with intervals; `known` grows as parents come to be. Parents that are too full are widened first."""
    there = set(known)
    units = []
    for row in rows:
        unit = _unit(row.values, known[row.values["上级单位"]])
        known[unit.name] = unit
        units.append(unit)
    # From the leaves up: a new unit is at least as wide as what comes below it.
    below: dict[Any, int] = defaultdict(int)
    wide: dict[Any, int] = {}
    for unit in reversed(units):
        wide[unit.pk] = max(width(unit.kind, unit.level), below[unit.pk] + 1)
        below[unit.parent_id] += wide[unit.pk]
    above = [unit for name, unit in known.items() if name in there and below[unit.pk]]
    for unit in above:
        placing.room(unit, below[unit.pk], by=by)
    for unit in above:  # only now: widening one may have carried another along
        unit.refresh_from_db(fields=["pos", "end"])
    free: dict[Any, int] = {unit.pk: placing.used_until(unit) for unit in above}
    for unit in units:
        unit.pos = free[unit.parent_id]
        unit.end = free[unit.parent_id] = unit.pos + wide[unit.pk]
        free[unit.pk] = unit.pos + 1
    return units


def _unit(values: dict[str, Any], above: Unit) -> Unit:
    kind, type_, light = values["类型"]
    name = values["单位名称"]
    return Unit(
        parent=above, kind=kind, type=type_, name=name, short_name=values["简称"] or "",
        level=values["层级"] or (above.level if kind == Kind.INSTITUTION else ""),
        region=values["行政区划代码"] or above.region, code=values["统一社会信用代码"] or "",
        grade=values["等级"] or "", beds=values["床位数"], legal_person=values["法定代表人"] or "",
        light=light if values["轻量模式"] is None else values["轻量模式"],
        sort_key=pinyin.sort_key(name)[:SORTED_BY], initials=pinyin.initials(name), started_on=clock.today(),
    )  # fmt: skip


def _wrong(result: SheetResult, row: Row, column: str, message: str) -> None:
    result.errors.append(CellError(result.sheet, row.number, column, str(row.values[column] or ""), message))


def _root(units: list[Unit]) -> str:
    """A digest over the rows, so that the one event binds each of them."""
    lines = (f"{unit.uid} {unit.name} {unit.pos} {unit.end}" for unit in units)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
