"""The document as plain data with its notes numbered: what both printers print.

Figures of one measure share a note; each figure has its own line in it, with numerator,
denominator and the address of its list.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from weian.foundation.documents.paper.model import (
    Attachment,
    Block,
    Bullets,
    Column,
    Figure,
    Heading,
    Paper,
    Para,
    Runs,
    runs_of,
)

DEMO_LINE = "演示数据，不是正式公文"
NOTES_TITLE = "数据说明"


def chinese_date(day: dt.date) -> str:
    """Return a day as 成文日期 is written: Arabic digits, no leading zeros (clause 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def outline(paper: Paper) -> dict[str, Any]:
    """Return the whole document as JSON-ready data, free of characters that no file format keeps."""
    notes = _Notes()
    blocks = [_block(block, notes) for block in paper.blocks]
    attachments = [_attachment(number, one, paper, notes) for number, one in enumerate(paper.attachments, 1)]
    data = {
        "issuer": paper.issuer or "",
        "doc_no": paper.doc_no or "",
        "title": paper.title,
        "addressees": "、".join(paper.addressees) + "：" if paper.addressees else "",
        "blocks": blocks,
        "attachments": attachments,
        "signature": paper.signature,
        "date": chinese_date(paper.date) if paper.date else "",
        "cc": "、".join(paper.cc) + "。" if paper.cc else "",
        "printed_by": paper.printed_by,
        "printed_on": f"{chinese_date(paper.printed_on)}印发" if paper.printed_on else "",
        "demo": DEMO_LINE if paper.demo else "",
        "notes_title": NOTES_TITLE,
        "notes": notes.entries(),
        "remarks": list(paper.footnotes),
    }
    return {key: _clean(value) for key, value in data.items()}


def _clean(data: Any) -> Any:
    if isinstance(data, str):
        return "".join(character for character in data if character in "\t\n" or _is_printable(character))
    if isinstance(data, dict):
        return {key: _clean(value) for key, value in data.items()}
    return [_clean(value) for value in data] if isinstance(data, list) else data


def _is_printable(character: str) -> bool:
    # Control characters, halves of characters, and the two that XML forbids.
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in "\ufffe\uffff"


def _attachment(number: int, attachment: Attachment, paper: Paper, notes: _Notes) -> dict[str, Any]:
    # Clause 7.3.4: a single attachment is not numbered.
    many = len(paper.attachments) > 1
    return {
        "mark": f"附件{number}" if many else "附件",
        "number": f"{number}. " if many else "",
        "title": attachment.title,
        "blocks": [_block(block, notes) for block in attachment.blocks],
    }


def _block(block: Block, notes: _Notes) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "runs": _runs(block.text, notes)}
    if isinstance(block, Para):
        return {"kind": "para", "runs": _runs(block.runs, notes)}
    if isinstance(block, Bullets):
        items = [[{"text": f"{n}. "}, *_runs(item, notes)] for n, item in enumerate(block.items, 1)]
        return {"kind": "items", "items": items}
    columns = [Column(column) if isinstance(column, str) else column for column in block.columns]
    return {
        "kind": "table",
        "caption": block.caption,
        "heads": [column.title for column in columns],
        "widths": [column.width for column in columns],
        "aligns": [column.align for column in columns],
        "rows": [_row(row, len(columns), notes) for row in block.rows],
    }


def _row(row: Sequence[Runs], columns: int, notes: _Notes) -> list[list[dict[str, str]]]:
    cells = [_runs(cell, notes) for cell in row]
    return cells + [[] for _ in range(columns - len(cells))]


def _runs(content: Runs, notes: _Notes) -> list[dict[str, str]]:
    printed = []
    for run in runs_of(content):
        if isinstance(run, Figure):
            printed.append({"text": run.printed, "ref": notes.ref(run), "url": run.list_url})
        elif run.text:
            printed.append({"text": run.text})
    return printed


@dataclass(slots=True)
class _Notes:
    """Measures in the order of their first figure, each with the figures that cite it."""

    found: dict[tuple[object, ...], list[Figure]] = field(default_factory=dict)

    def ref(self, figure: Figure) -> str:
        key = (figure.measure_key, figure.measure, figure.exclusions, figure.as_of)
        figures = self.found.setdefault(key, [])
        if figure not in figures:
            figures.append(figure)
        return f"{list(self.found).index(key) + 1}-{figures.index(figure) + 1}"

    def entries(self) -> list[dict[str, Any]]:
        return [
            {
                "no": str(number),
                "measure": _definition(figures[0]),
                "figures": [
                    {"ref": f"{number}-{n}", "text": _basis(one), "url": one.list_url}
                    for n, one in enumerate(figures, 1)
                ],
            }
            for number, figures in enumerate(self.found.values(), 1)
        ]


def _definition(figure: Figure) -> str:
    parts = [f"{figure.measure}（指标 {figure.measure_key}）"]
    if figure.exclusions:
        parts.append(f"不计：{figure.exclusions}")
    if figure.as_of:
        parts.append(f"截至{chinese_date(figure.as_of)}")
    return "；".join(parts) + "。"


def _basis(figure: Figure) -> str:
    parts = [f"{figure.label}：{figure.printed}" if figure.label else figure.printed]
    if figure.numerator is not None:
        parts.append(f"分子 {figure.numerator}")
    if figure.denominator is not None:
        parts.append(f"分母 {figure.denominator}")
    return "，".join(parts)
