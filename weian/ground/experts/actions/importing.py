"""A pool comes in by Excel: whole, or not at all."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import transaction

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.experts import access
from weian.ground.experts.actions.pool import ExpertSpec, add_expert
from weian.ground.experts.models import Expert
from weian.ground.experts.pack_schema import specialities
from weian.kernel.sheets import CellError, Column, Row, SheetResult, choice, day, integer, read_sheet, text


def columns() -> list[Column]:
    """The columns of the sheet; specialities of one cell are parted by 、."""
    kinds = {label: value for value, label in Expert.Kind.choices}
    return [
        Column("姓名", required=True, parse=text(longest=40)),
        Column("手机", aliases=["手机号", "电话"], parse=text(longest=20)),
        Column("身份", parse=choice(kinds)),
        Column("职称", aliases=["职务", "职称或职务"], parse=text(longest=60)),
        Column("专长", aliases=["专业", "领域"], parse=_specialities),
        Column("工作单位", aliases=["单位"], parse=text(longest=120)),
        Column("任期自", aliases=["聘期自"], parse=day()),
        Column("任期至", aliases=["聘期至"], parse=day()),
        Column("一年最多去几家", parse=integer(least=1, most=366)),
    ]


def _specialities(cell: Any) -> list[str]:
    words = {word: one.code for one in specialities().values() for word in (one.title, *one.words)}
    found = []
    for word in str(cell).replace("，", "、").replace(",", "、").split("、"):
        if word.strip() not in words:
            known = "、".join(one.title for one in specialities().values())
            raise ValueError(f"没有“{word.strip()}”这项专长。可以写：{known}。")
        found.append(words[word.strip()])
    return list(dict.fromkeys(found))


def import_experts(data: bytes, *, by: Viewer) -> tuple[SheetResult, int]:
    """Add the people of a sheet to the viewer's pool; with an error nothing is written. Raises UnreadableSheet."""
    access.check_can_draw(by)
    result = read_sheet(data, columns())
    if result.errors:
        return result, 0
    named = {row.values["工作单位"] for row in result.rows if row.values["工作单位"]}
    homes = {unit.name: unit for unit in Unit.objects.addressable().filter(name__in=named)}
    try:
        with transaction.atomic():
            for row in result.rows:
                _add(row, homes, result, by)
    except Refused as refusal:
        result.errors.append(CellError(result.sheet, row.number, "姓名", row.values["姓名"], str(refusal)))
        return result, 0
    return result, len(result.rows)


def _add(row: Row, homes: dict[str, Unit], result: SheetResult, by: Viewer) -> None:
    said = row.values
    home = homes.get(said["工作单位"] or "")
    add_expert(
        ExpertSpec(
            uid=uuid4(), name=said["姓名"], phone=said["手机"] or "", kind=said["身份"] or Expert.Kind.EXPERT,
            title=said["职称"] or "", specialities=said["专长"] or [], employer=home,
            employer_name="" if home else said["工作单位"] or "", term_from=said["任期自"], term_to=said["任期至"],
            room=said["一年最多去几家"],
        ),
        by=by,
    )  # fmt: skip
