"""Rows of a plan or of a meeting on a form: what, who, until when. Empty rows are nothing, half-filled are refused.

They are typed, pasted out of a spreadsheet, or read from one; what was read is shown first, and kept with the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import QueryDict

from weian.kernel.sheets import Column, SheetResult, UnreadableSheet, day, read_pasted, read_sheet, text

NAMES = ("what", "who", "due")
_DAY = day()
BLANK = 5
MOST = 100
ASKS = {"what": "做什么", "who": "谁负责", "due": "何时完成"}


@dataclass(frozen=True)
class Row:
    """One row as typed, and what is wrong with it."""

    number: int
    what: str = ""
    who: str = ""
    due: str = ""
    error: str = ""

    @property
    def is_blank(self) -> bool:
        return not (self.what or self.who or self.due)


def typed(posted: QueryDict | Mapping[str, Any] | None) -> list[Row]:
    """The rows as they were typed, blank ones left out, each with its refusal."""
    if not isinstance(posted, QueryDict):
        return []
    columns = [posted.getlist(f"line_{name}")[:MOST] for name in NAMES]
    found: list[Row] = []
    for values in zip(*columns, strict=False):
        what, who, due = (value.replace("\x00", "").strip() for value in values)
        row = Row(len(found) + 1, what, who, due)
        if not row.is_blank:
            found.append(Row(row.number, what, who, due, _refusal(row)))
    return found


def asks_rows(posted: QueryDict) -> bool:
    """Whether more rows or those of a table were wanted: nothing is kept yet, nothing typed is lost."""
    return bool({"more", "import"} & set(posted))


def sent(posted: QueryDict, upload: Any) -> tuple[list[Row], str]:
    """The rows of a form, where it asks for that with those of its table; and why the table could not be read."""
    rows = typed(posted)
    if "import" not in posted:
        return rows, ""
    try:
        found = read(posted.get("pasted", "").replace("\x00", ""), upload.read() if upload else b"")
    except UnreadableSheet as refusal:
        return rows, str(refusal)
    if not found:
        return rows, "没有读到任何一行。请粘贴表格，或选一个有“做什么、谁负责、何时完成”三列的 Excel 文件。"
    return together(rows, found), ""


def read(pasted: str, data: bytes) -> list[Row]:
    """The rows of a pasted table and of a workbook. Raises kernel.sheets.UnreadableSheet."""
    found = _rows(read_pasted(pasted, _columns())) if pasted.strip() else []
    return [*found, *(_rows(read_sheet(data, _columns(), max_rows=2_000)) if data else [])]


def together(first: list[Row], second: list[Row]) -> list[Row]:
    """Two lists as one, numbered through."""
    found = [Row(at, one.what, one.who, one.due) for at, one in enumerate([*first, *second][:MOST], 1)]
    return [replace(row, error=_refusal(row)) for row in found]


def with_blanks(rows: list[Row], posted: QueryDict | None = None) -> list[Row]:
    """The rows, then empty ones: as many in all as were sent, and five more where they were asked for."""
    sent = len(posted.getlist("line_what")[:MOST]) if posted else 0
    total = max(BLANK, sent + BLANK if posted and "more" in posted else sent)
    return [*rows, *(Row(number) for number in range(len(rows) + 1, max(total, len(rows)) + 1))]


def facts(rows: list[Row]) -> list[dict[str, Any]]:
    return [{"what": row.what, "who": row.who, "due": row.due} for row in rows]


def _columns() -> list[Column]:
    """Headings as plans use them."""
    return [
        Column(
            "做什么", ["措施", "任务", "工作任务", "主要任务", "具体措施", "工作内容", "工作措施", "议定事项", "事项"]
        ),
        Column(
            "谁负责",
            ["责任人", "负责人", "责任部门", "责任科室", "牵头部门", "承办人", "责任单位"],
            parse=text(longest=60),
        ),
        Column("何时完成", ["完成时限", "时限", "完成时间", "期限", "截止日期", "完成日期"], parse=_day_or_text),
    ]


def _day_or_text(cell: Any) -> str:
    """A day as the form writes it; what is none stays to be seen and corrected."""
    try:
        return _DAY(cell).isoformat()
    except ValueError:
        return str(cell)[:40]


def _rows(result: SheetResult) -> list[Row]:
    found = [[row.values[column.name] or "" for column in _columns()] for row in result.rows]
    return [Row(0, *(str(value) for value in values)) for values in found if any(values)]


def _refusal(row: Row) -> str:
    lacking = [ASKS[name] for name in NAMES if not getattr(row, name)]
    if lacking:
        return f"第{row.number}行还没有填{'、'.join(lacking)}。"
    if len(row.what) > 200 or len(row.who) > 60:
        return f"第{row.number}行太长：做什么最多200个字，谁负责最多60个字。"
    try:
        date.fromisoformat(row.due)
    except ValueError:
        return f"第{row.number}行的完成日期没有这一天，请写成 2026-11-23 这样。"
    return ""
