"""Rows of a plan on a form: what, who, until when. Empty rows are nothing, half-filled ones are refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

NAMES = ("what", "who", "due")
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


def with_blanks(rows: list[Row], posted: QueryDict | None = None) -> list[Row]:
    """The rows, then empty ones: as many in all as were sent, and five more where they were asked for."""
    sent = len(posted.getlist("line_what")[:MOST]) if posted else 0
    total = max(BLANK, sent + BLANK if posted and "more" in posted else sent)
    return [*rows, *(Row(number) for number in range(len(rows) + 1, max(total, len(rows)) + 1))]


def facts(rows: list[Row]) -> list[dict[str, Any]]:
    return [{"what": row.what, "who": row.who, "due": row.due} for row in rows]


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
