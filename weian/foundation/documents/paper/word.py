"""Print a paper as an editable Word file in the layout of GB/T 9704-2012."""

from __future__ import annotations

import datetime as dt
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from weian.foundation.documents.paper import layout
from weian.foundation.documents.paper import word_parts as parts
from weian.foundation.documents.paper.model import Paper
from weian.foundation.documents.paper.outline import outline
from weian.foundation.documents.paper.word_table import draw_table

_NO_DATE = dt.date(2000, 1, 1)
_HEADING_FACE = ("hei", "kai", "fang", "fang")


def to_docx(paper: Paper) -> bytes:
    """Return the document as .docx; the same paper gives the same bytes.

    The file names the faces of official paper (仿宋_GB2312, 方正小标宋简体 …); the reader's office
    program supplies them or the alternatives named in the font table.
    """
    data = outline(paper)
    document = docx.Document()
    _properties(document, paper, data)
    _page(document, data)
    _head(document, data)
    _title(document, data["title"])
    if data["addressees"]:
        parts.put(_line(document), data["addressees"])
    _blocks(document, data["blocks"])
    _attachment_list(document, data["attachments"])
    _signature(document, data)
    for one in data["attachments"]:
        if one["blocks"]:
            _attachment(document, one)
    _notes(document, data)
    _colophon(document, data)
    parts.font_table(document)
    return parts.fixed_bytes(document)


def _properties(document: Document, paper: Paper, data: dict[str, Any]) -> None:
    moment = dt.datetime.combine(paper.date or _NO_DATE, dt.time(), tzinfo=dt.UTC).replace(tzinfo=None)
    core = document.core_properties
    core.title, core.author, core.language = data["title"][:255], data["signature"][:255], "zh-CN"
    core.created = core.modified = moment
    core.comments, core.last_modified_by = "", ""


def _page(document: Document, data: dict[str, Any]) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(layout.PAGE_WIDTH), Mm(layout.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
    section.left_margin, section.right_margin = Mm(layout.LEFT), Mm(layout.RIGHT)
    # A footer grows upwards from its distance: one line of 14 pt must begin 7 mm under the text.
    below = layout.BOTTOM - layout.PAGE_NUMBER_DROP - layout.SIZE_4 / layout.POINTS_PER_MM
    section.footer_distance, section.header_distance = Mm(below), Mm(15)
    parts.grid(section)
    document.settings.odd_and_even_pages_header_footer = True
    normal = document.styles["Normal"]
    normal.font.size = Pt(layout.SIZE_3)
    sides = ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT))
    for footer, side in sides:
        number = parts.shape(footer.paragraphs[0], align=side, pitch=layout.SIZE_4)
        parts.page_number(parts.indent_sides(number, left=layout.SIZE_4, right=layout.SIZE_4))
    if data["demo"]:
        for header in (section.header, section.even_page_header):
            line = parts.shape(header.paragraphs[0], align=ALIGN.CENTER, pitch=None)
            parts.put(line, data["demo"], "hei", layout.SIZE_5)
            parts.watermark(line, "演示")


def _line(document: Document, **form: Any) -> Paragraph:
    return parts.shape(document.add_paragraph(), **form)


def _blank(document: Document, lines: int) -> None:
    for _ in range(lines):
        parts.put(_line(document), "")


def _head(document: Document, data: dict[str, Any]) -> None:
    """Clauses 7.2.4 to 7.2.7: mark, number, red line."""
    if data["issuer"]:
        width = layout.AREA_WIDTH * layout.POINTS_PER_MM
        size = int(min(48, width / max(len(data["issuer"]), 1)))
        # Word drops space above the first paragraph of some pages; an exact line height is kept.
        drop = layout.MARK_DROP * layout.POINTS_PER_MM
        parts.put(_line(document, pitch=drop), "")
        mark = parts.put(_line(document, align=ALIGN.CENTER, pitch=size * 1.2), data["issuer"], "title", size)
        parts.colour(mark, layout.RED)
        _blank(document, 2)
    if not data["issuer"] and not data["doc_no"]:
        return
    number = _line(document, align=ALIGN.CENTER)
    parts.put(number, data["doc_no"])
    if data["issuer"]:
        line = _line(document, pitch=layout.RED_LINE_GAP * layout.POINTS_PER_MM)
        parts.rule(line, "bottom", layout.THICK, layout.RED)
        _blank(document, 2)
    else:
        _blank(document, 1)


def _title(document: Document, words: str) -> None:
    """Clause 7.3.1: 2号小标宋, centred, a line free under it (7.3.2)."""
    line = _line(document, align=ALIGN.CENTER)
    line.paragraph_format.keep_with_next = True
    parts.put(line, words, "title", layout.SIZE_2)
    _blank(document, 1)


def _blocks(document: Document, blocks: list[dict[str, Any]]) -> None:
    for block in blocks:
        if block["kind"] == "table":
            draw_table(document, block)
            continue
        face = _HEADING_FACE[block["level"] - 1] if block["kind"] == "heading" else "fang"
        for runs in block.get("items") or [block["runs"]]:
            line = _line(document, align=ALIGN.JUSTIFY, indent=2)
            if block["kind"] == "heading":
                line.paragraph_format.keep_with_next = True
                parts.outline_level(line, block["level"])
            parts.put_runs(line, runs, face)


def _attachment_list(document: Document, attachments: list[dict[str, Any]]) -> None:
    """Clause 7.3.4: a line free above, two characters in, long names hanging under themselves."""
    if attachments:
        _blank(document, 1)
    for index, one in enumerate(attachments):
        lead = "附件：" if index == 0 else "\u3000" * 3
        line = parts.indent_sides(_line(document), left=5 * layout.STEP)
        line.paragraph_format.first_line_indent = Pt(-3 * layout.STEP)
        parts.put(line, f"{lead}{one['number']}{one['title']}")


def _signature(document: Document, data: dict[str, Any]) -> None:
    """Clause 7.3.5.1: the date four characters from the edge, the name centred over it."""
    if not data["signature"] and not data["date"]:
        return
    parts.keep_last_with_next(document)
    for _ in range(2):
        blank = _line(document)
        blank.paragraph_format.keep_with_next = True
        parts.put(blank, "")
    edge = layout.DATE_INDENT
    if data["signature"]:
        wide, day = (_characters(data[key]) for key in ("signature", "date"))
        right = max(edge + (day - wide) / 2, 0) if data["date"] else edge
        line = parts.indent_sides(_line(document, align=ALIGN.RIGHT), right=right * layout.STEP)
        line.paragraph_format.keep_with_next = True
        parts.put(line, data["signature"])
    if data["date"]:
        parts.put(parts.indent_sides(_line(document, align=ALIGN.RIGHT), right=edge * layout.STEP), data["date"])


def _characters(words: str) -> float:
    """Return the width of ``words`` in Chinese characters; Latin letters and digits take half."""
    return sum(0.5 if character.isascii() else 1 for character in words)


def _attachment(document: Document, one: dict[str, Any]) -> None:
    """Clause 7.3.7: new page, mark in 黑体 at the top left, title on the third line."""
    line = _line(document)
    line.paragraph_format.page_break_before = True
    parts.put(line, one["mark"], "hei")
    _blank(document, 1)
    _title(document, one["title"])
    _blocks(document, one["blocks"])


def _notes(document: Document, data: dict[str, Any]) -> None:
    if not data["notes"] and not data["remarks"]:
        return
    head = _line(document, align=ALIGN.CENTER)
    head.paragraph_format.page_break_before = True
    parts.put(head, data["notes_title"], "hei")
    for note in data["notes"]:
        line = _line(document, pitch=18, before=6)
        line.paragraph_format.keep_with_next = True
        parts.put(line, f"{note['no']}. ", "hei", layout.SIZE_SMALL_4)
        parts.put(line, note["measure"], "fang", layout.SIZE_SMALL_4)
        for one in note["figures"]:
            entry = parts.indent_sides(_line(document, pitch=16), left=2 * layout.SIZE_SMALL_4)
            parts.put(entry, f"[{one['ref']}] {one['text']}；清单：", "fang", layout.SIZE_SMALL_4)
            parts.link(entry, one["url"], one["url"], layout.SIZE_5)
    for remark in data["remarks"]:
        parts.put(_line(document, pitch=18, before=6), remark, "fang", layout.SIZE_SMALL_4)


def _colophon(document: Document, data: dict[str, Any]) -> None:
    """Clause 7.4: 4号, one character in on each side, between lines as wide as the type area.

    Word cannot hang a paragraph at the foot of the last page; it follows the text here and is
    moved down by hand if need be [V].
    """
    rows = [f"抄送：{data['cc']}"] if data["cc"] else []
    if data["printed_by"] or data["printed_on"]:
        rows.append(f"{data['printed_by']}\t{data['printed_on']}")
    for index, words in enumerate(rows):
        line = _line(document, pitch=22, before=2 * layout.PITCH if index == 0 else 0)
        line.paragraph_format.keep_together = True
        line.paragraph_format.keep_with_next = index + 1 < len(rows)
        parts.indent_sides(line, left=layout.SIZE_4, right=layout.SIZE_4)
        parts.right_tab(line, layout.AREA_WIDTH * layout.POINTS_PER_MM - layout.SIZE_4)
        parts.rule(line, "top", layout.THIN if index else layout.THICK)
        if index + 1 == len(rows):
            parts.rule(line, "bottom", layout.THICK)
        parts.put(line, words, "fang", layout.SIZE_4)
