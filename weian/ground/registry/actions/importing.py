"""Places come in by Excel: whole, unless a part was asked for; what is wrong is told at its cell."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer, posts_of
from weian.foundation.people.models import Post
from weian.ground.registry import access
from weian.ground.registry.actions.keeping import add
from weian.ground.registry.checking import Wrong
from weian.ground.registry.models import Subject
from weian.ground.registry.pack_schema import place_tags, subject_types
from weian.kernel.sheets import CellError, Column, Row, SheetResult, choice, day, read_sheet, text

MOST = 2_000
# Where a complaint of the action stands in the sheet.
_AT = {
    "name": "名称", "type": "类型", "code": "编号", "parent": "位于", "department": "科室", "post": "责任岗位",
    "tags": "名录", "stops": "类型",
}  # fmt: skip


@dataclass
class Taken:
    """What an import did."""

    result: SheetResult
    subjects: list[Subject]


def columns() -> list[Column]:
    words = {word: one.code for one in subject_types().values() for word in (one.title, *one.aliases)}
    return [
        Column("名称", required=True, parse=text(longest=80)),
        Column("类型", required=True, parse=choice(words)),
        Column("编号", aliases=["点位编号"], parse=text(longest=40)),
        Column("位于", aliases=["所在场所", "楼栋"], parse=text(longest=80)),
        Column("科室", aliases=["部门"], parse=text(longest=120)),
        Column("责任岗位", aliases=["负责岗位"], parse=text(longest=60)),
        Column("名录", aliases=["标签"], parse=_tags),
        Column("登记项", parse=_pairs),
        Column("启用日期", aliases=["启用日"], parse=day()),
    ]


def import_places(data: bytes, *, unit: Unit, by: Viewer, partial: bool = False) -> Taken:
    """Register the places of an Excel sheet. With errors nothing is written, unless `partial` asks to take the other
    rows. Raises Refused, and UnreadableSheet for what is no such sheet.
    """
    access.check_can_manage(by, unit)
    result = read_sheet(data, columns())
    if result.total > MOST:
        raise Refused(f"一次最多导入 {MOST} 行，这张表有 {result.total} 行。请分开导入。")
    with transaction.atomic():
        made = _Sheet(result, unit, by).write()
        if result.errors and not (partial and made):
            transaction.set_rollback(True)
            return Taken(result, [])
        facts = {"file": hashlib.sha256(data).hexdigest(), "taken": len(made), "left_out": result.total - len(made)}
        audit.record("subjects.imported", kind="unit", record=unit.uid, chain=unit.uid, by=by, facts=facts)
    return Taken(result, made)


class _Sheet:
    """The rows against what is registered already."""

    def __init__(self, result: SheetResult, unit: Unit, by: Viewer) -> None:
        self.result, self.unit, self.by = result, unit, by
        self.known: dict[str, list[Subject]] = {}
        for one in Subject.objects.filter(unit=unit, valid_to=None).select_related("parent"):
            self._know(one)
        self.departments: dict[str, list[Unit]] = {}
        for department in Unit.objects.current().filter(pos__gt=unit.pos, pos__lt=unit.end):
            self.departments.setdefault(department.name, []).append(department)
        self.posts: dict[str, list[Post]] = {}
        for post in posts_of(unit):
            self.posts.setdefault(post.title, []).append(post)

    def write(self) -> list[Subject]:
        made = []
        for row in self.result.rows:
            before = len(self.result.errors)
            said = self._said(row)
            if len(self.result.errors) > before:
                continue
            try:
                made.append(add(uid=uuid4(), by=self.by, unit=self.unit, **said))
            except Wrong as wrong:
                for at, sentence in wrong.errors.items():
                    self._wrong(row, _AT.get(at, "登记项"), sentence)
            else:
                self._know(made[-1])
        return made

    def _said(self, row: Row) -> dict[str, Any]:
        values = row.values
        parent = self._one(row, "位于", self.known, "没有登记，或叫这个名称的不止一个。楼栋写在前面，或写它的编号。")
        department = self._one(row, "科室", self.departments, "不是本单位的科室，或不止一个。请写科室全称。")
        post = self._post(row, department)
        twins = [one for one in self.known.get(values["名称"], []) if one.type == values["类型"]]
        if any(one.parent_id == (parent.pk if parent else None) for one in twins):
            self._wrong(row, "名称", "同一处已经登记过这个名称。")
        kind = subject_types()[values["类型"]]
        titles = {one.title: one.code for one in kind.fields}
        pairs = values["登记项"] or {}
        for title in set(pairs) - set(titles):
            self._wrong(row, "登记项", f"{kind.title}没有“{title}”这一项，可以写：{'、'.join(titles) or '无'}。")
        return {
            "type": kind.code, "name": values["名称"], "code": values["编号"] or "", "parent": parent,
            "department": department, "post": post, "tags": values["名录"],
            "fields": {titles[title]: value for title, value in pairs.items() if title in titles},
            "valid_from": values["启用日期"],
        }  # fmt: skip

    def _post(self, row: Row, department: Unit | None) -> Post | None:
        title = row.values["责任岗位"]
        found = self.posts.get(title or "", [])
        inside = [one for one in found if department is not None and one.unit_id == department.pk]
        chosen = inside if len(inside) == 1 else found
        if title and len(chosen) != 1:
            self._wrong(row, "责任岗位", "本单位没有这个岗位，或同名的不止一个。请先写明科室。")
            return None
        return chosen[0] if title else None

    def _one(self, row: Row, column: str, known: dict[str, list[Any]], sentence: str) -> Any:
        word = row.values[column]
        found = known.get(word or "", [])
        if word and len(found) != 1:
            self._wrong(row, column, sentence)
            return None
        return found[0] if word else None

    def _know(self, one: Subject) -> None:
        for word in {one.name, one.code} - {""}:
            self.known.setdefault(word, []).append(one)

    def _wrong(self, row: Row, column: str, message: str) -> None:
        value = row.values[column]
        if isinstance(value, dict):
            value = "；".join(f"{title}={said}" for title, said in value.items())
        shown = "" if value is None else "、".join(value) if isinstance(value, list) else str(value)
        self.result.errors.append(CellError(self.result.sheet, row.number, column, shown, message))


def _tags(cell: Any) -> list[str]:
    by_title = {one.title: one.code for one in place_tags().values()}
    words = [one for one in text(longest=400)(cell).replace("；", "、").replace("，", "、").split("、") if one]
    short = {title.split("（")[0]: code for title, code in by_title.items()}
    unknown = [one for one in words if one not in by_title and one not in short]
    if unknown:
        raise ValueError(f"没有叫“{unknown[0]}”的名录。可以写：{'、'.join(by_title)}。")
    return [by_title.get(one) or short[one] for one in words]


def _pairs(cell: Any) -> dict[str, str]:
    """燃料=管道天然气；报警器=是"""
    found = {}
    for part in text(longest=1_000)(cell).replace("\n", "；").replace(";", "；").split("；"):
        if part.strip():
            title, sign, value = part.replace("＝", "=").replace("：", "=").partition("=")
            if not sign or not value.strip():
                raise ValueError("写成“燃料=管道天然气；报警器=是”这样。")
            found[title.strip()] = value.strip()
    return found
