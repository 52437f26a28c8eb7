"""A table in Word: hairlines, header on every page, rows never torn."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.shared import Pt
from docx.table import Table, _Cell, _Row

from weian.foundation.documents.paper import layout
from weian.foundation.documents.paper import word_parts as parts

_SIDE = {"left": ALIGN.LEFT, "center": ALIGN.CENTER, "right": ALIGN.RIGHT}
_PITCH = 18.0


def draw_table(document: Document, block: dict[str, Any]) -> None:
    """Add caption and table; columns share the width of the type area by their weights."""
    if block["caption"]:
        caption = parts.shape(document.add_paragraph(), align=ALIGN.CENTER)
        caption.paragraph_format.keep_with_next = True
        parts.put(caption, block["caption"], "hei", layout.SIZE_4)
    table = document.add_table(rows=1 + len(block["rows"]), cols=len(block["heads"]))
    table.style = "Table Grid"
    table.autofit = False
    _widths(table, block["widths"])
    # python-docx looks each cell up anew; a long table is filled from one pass over its rows.
    rows = list(table.rows)
    _set(rows[0], "w:tblHeader")
    for cell, title in zip(rows[0].cells, block["heads"], strict=True):
        _fill(cell, [{"text": title}], ALIGN.CENTER, "hei")
    for row, values in zip(rows[1:], block["rows"], strict=True):
        for cell, runs, side in zip(row.cells, values, block["aligns"], strict=True):
            _fill(cell, runs, _SIDE[side], "fang")
    for row in rows:
        _set(row, "w:cantSplit")
    parts.shape(document.add_paragraph(), pitch=_PITCH / 2)


def _widths(table: Table, weights: list[float]) -> None:
    whole = layout.AREA_WIDTH * layout.POINTS_PER_MM
    for column, weight in zip(table.columns, weights, strict=True):
        column.width = Pt(whole * weight / sum(weights))
        for cell in column.cells:
            cell.width = column.width


def _fill(cell: _Cell, runs: list[dict[str, str]], side: ALIGN, face: str) -> None:
    line = parts.off_grid(parts.shape(cell.paragraphs[0], align=side, pitch=_PITCH))
    parts.put_runs(line, runs, face, layout.SIZE_SMALL_4)


def _set(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))
