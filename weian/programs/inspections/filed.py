"""What the file of a contractor tells of an inspection (socket works.records_of)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from weian.ground.checklists import api as checklists
from weian.ground.works import api as works
from weian.programs.inspections.models import Inspection

_SAID = {checklists.PASS: "合格", checklists.FAIL: "不合格", checklists.NA: "不适用"}


def records(uids: Iterable[UUID]) -> dict[UUID, works.Record]:
    """The inspections with their answers, a checklist read once for all of them."""
    rows = list(Inspection.objects.filter(pk__in=set(uids)))
    sheets = {ref: checklists.sheet(ref) for ref in {one.sheet for one in rows if one.sheet}}
    return {one.pk: _record(one, sheets.get(one.sheet)) for one in rows}


def _record(one: Inspection, sheet: checklists.Sheet | None) -> works.Record:
    lines = tuple((item.text, _words(item, one.answers.get(item.code) or {})) for item in sheet.items) if sheet else ()
    score = "" if one.score is None else str(one.score)
    return works.Record(one.get_mode_display(), sheet.title if sheet else "", score, one.note, lines)


def _words(item: checklists.Item, answer: dict[str, Any]) -> str:
    value, note = answer.get("v"), answer.get("note") or ""
    if value in (None, ""):
        return "未答"
    choices = {one.code: one.text for one in getattr(item, "choices", [])}
    read = f"{value} {item.unit}".strip() if item.kind == checklists.Kind.READING else str(value)
    said = _SAID.get(value) or choices.get(value) or read
    return f"{said}（{note}）" if note else said
