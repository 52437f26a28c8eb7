"""The strangers as files: plain text as it is stored, Word, PDF and OFD built from their text.

`NAME.docx.txt` becomes NAME.docx and so on. In the text of a Word paper a line `| a | b |` is a row of a
real table; every other line is a paragraph.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx

from tests.foundation.documents.paper.papers import fonts
from weian.foundation.documents.paper import Paper, Para, to_pdf

ROOM = Path(__file__).parent
OPEN, KEPT_OUT = ROOM / "open", ROOM / "kept_out"
_MOMENT = (2026, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Stranger:
    """One notice: the lines of its source, what it says for certain, and the file an office would send."""

    name: str
    lines: tuple[str, ...]
    gold: dict[str, Any]
    source: bytes

    @property
    def file_name(self) -> str:
        """NAME.txt for text; NAME.docx, NAME.pdf or NAME.ofd where the notice is sent as such."""
        return self.name if "." in self.name else f"{self.name}.txt"

    def file(self) -> bytes:
        """What a person would upload."""
        if self.file_name.endswith(".docx"):
            return _word(self.lines)
        if self.file_name.endswith(".pdf"):
            return _pdf(self.lines)
        if self.file_name.endswith(".ofd"):
            return _ofd(self.lines)
        return self.source


def strangers(room: Path) -> Iterator[Stranger]:
    """The notices of a room (OPEN or KEPT_OUT) in the order of their numbers."""
    for path in sorted(room.glob("*.txt")):
        name = path.name.removesuffix(".txt")
        gold = json.loads(path.with_name(f"{name}.json").read_text("utf-8"))
        source = path.read_bytes()
        lines = source.decode(gold.get("encoding", "utf-8")).split("\n")
        yield Stranger(name, tuple(lines[:-1]), gold, source)


def _word(lines: tuple[str, ...]) -> bytes:
    document = docx.Document()
    for is_table, group in groupby(lines, key=lambda line: line.startswith("|")):
        if not is_table:
            for line in group:
                document.add_paragraph(line)
            continue
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in group]
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        table.style = "Table Grid"
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


def _pdf(lines: tuple[str, ...]) -> bytes:
    """The first four lines are mark, number, title and addressees, as the paper writer sets them."""
    mark, number, title, addressees, *rest = (line for line in lines if line.strip())
    paper = Paper(
        title=title,
        issuer=mark,
        doc_no=number,
        addressees=[addressees.rstrip("：")],
        blocks=[Para(line.strip()) for line in rest],
    )
    return to_pdf(paper, font_dirs=fonts())


def _ofd(lines: tuple[str, ...]) -> bytes:
    """Wrapped at 28 characters and 22 lines like official paper, with the number under each page."""
    wrapped = [line[at : at + 28] for line in lines for at in range(0, len(line), 28)]
    sheets = [wrapped[at : at + 22] for at in range(0, len(wrapped), 22)]
    pages = [[*sheet, f"— {number} —"] for number, sheet in enumerate(sheets, start=1)]
    names = "".join(
        f'<ofd:Page ID="{100 + number}" BaseLoc="Pages/Page_{number}/Content.xml"/>' for number in range(len(pages))
    )
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    parts = {
        "OFD.xml": _xml(
            "OFD",
            "<ofd:DocBody><ofd:DocInfo><ofd:DocID>0123456789abcdef0123456789abcdef</ofd:DocID></ofd:DocInfo>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>",
            ' Version="1.0" DocType="OFD"',
        ),
        "Doc_0/Document.xml": _xml(
            "Document",
            f"<ofd:CommonData><ofd:MaxUnitID>9999</ofd:MaxUnitID>{area}"
            f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{names}</ofd:Pages>",
        ),
        "Doc_0/PublicRes.xml": _xml(
            "Res", '<ofd:Fonts><ofd:Font ID="1" FontName="仿宋" FamilyName="仿宋"/></ofd:Fonts>', ' BaseLoc="Res"'
        ),
    }
    for number, page in enumerate(pages):
        texts = "".join(_text(number * 100 + row, row, words) for row, words in enumerate(page))
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = _xml(
            "Page", f'<ofd:Content><ofd:Layer ID="{5000 + number}" Type="Body">{texts}</ofd:Layer></ofd:Content>'
        )
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, _MOMENT), content)
    return into.getvalue()


def _text(unit: int, row: int, words: str) -> str:
    steps = f' DeltaX="g {len(words) - 1} 5.57"' if len(words) > 1 else ""
    return (
        f'<ofd:TextObject ID="{200 + unit}" Boundary="28 {37 + row * 10} 156 10" Font="1" Size="5.64">'
        f'<ofd:TextCode X="0" Y="7"{steps}>{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def _xml(root: str, inner: str, attributes: str = "") -> str:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{root} {space}{attributes}>{inner}</ofd:{root}>'
