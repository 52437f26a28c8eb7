"""The pieces of WordprocessingML that python-docx has no words for."""

from __future__ import annotations

import io
import zipfile
from math import floor
from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from weian.foundation.documents.paper import layout

# The names under which Chinese offices have these faces, and the name to fall back to: Word and
# WPS take the alternative from the font table where the first is not installed.
FACES = {
    "fang": ("仿宋_GB2312", "仿宋"),
    "kai": ("楷体_GB2312", "楷体"),
    "hei": ("黑体", "SimHei"),
    "title": ("方正小标宋简体", "宋体"),
    "song": ("宋体", "SimSun"),
}
_FORMULAS = (
    "sum #0 0 10800", "prod #0 2 1", "sum 21600 0 @1", "sum 0 0 @2", "sum 21600 0 @3", "if @0 @3 0", "if @0 21600 @1",
    "if @0 0 @2", "if @0 @4 21600", "mid @5 @6", "mid @8 @5", "mid @7 @8", "mid @6 @7", "sum @6 0 @5",
)  # fmt: skip
# Word's own shape for text along a path; it is not drawn unless its type is declared beside it.
_WATERMARK = (
    f"<w:pict {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml'"
    " xmlns:o='urn:schemas-microsoft-com:office:office'>"
    "<v:shapetype id='_x0000_t136' coordsize='21600,21600' o:spt='136' adj='10800'"
    " path='m@7,l@8,m@5,21600l@6,21600e'><v:formulas>"
    + "".join(f"<v:f eqn='{one}'/>" for one in _FORMULAS)
    + "</v:formulas><v:path textpathok='t'/><v:textpath on='t' fitshape='t'/></v:shapetype>"
    "<v:shape type='#_x0000_t136' fillcolor='#e4e4e4' stroked='f' style='position:absolute;width:260pt;height:130pt;"
    "rotation:320;z-index:-1;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    "mso-position-vertical:center;mso-position-vertical-relative:margin'>"
    "<v:textpath on='t' fitshape='t' style='font-family:&quot;黑体&quot;' string='{words}'/></v:shape></w:pict>"
)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def put(paragraph: Paragraph, words: str, face: str = "fang", size: float = layout.SIZE_3) -> Run:
    """Add a run in one of the five faces; Chinese and Latin letters take the same face."""
    run = paragraph.add_run(words)
    set_face(run, face, size)
    return run


def set_face(run: Run, face: str, size: float) -> None:
    """Set face and size (points) of a run."""
    run.font.size = Pt(size)
    form = run._element.get_or_add_rPr()
    if size == layout.SIZE_3:
        _draw_closer(form)
    fonts = form.get_or_add_rFonts()
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{slot}"), FACES[face][0])


def _draw_closer(form: Any) -> None:
    """28 characters in a line by spacing of their own: a grid of characters is read by some programs as cells, and a
    type larger than its cell then takes two."""
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(floor(layout.TRACKING * 20)))
    form.insert_element_before(
        spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:vertAlign"
    )


def shape(
    paragraph: Paragraph,
    *,
    align: WD_ALIGN_PARAGRAPH | None = None,
    indent: float = 0,
    pitch: float | None = layout.PITCH,
    before: float = 0,
    after: float = 0,
) -> Paragraph:
    """Set alignment, first-line indent in characters and an exact line pitch in points."""
    if align is not None:
        paragraph.alignment = align
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    if pitch:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    if indent:
        form.first_line_indent = Pt(indent * layout.STEP)
        # Word keeps an indent in characters when somebody changes the type size.
        paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), str(round(indent * 100)))
    return paragraph


def off_grid(paragraph: Paragraph) -> Paragraph:
    """Lines of a pitch of their own, also where a program lays exact pitches to the grid of the page."""
    free = OxmlElement("w:snapToGrid")
    free.set(qn("w:val"), "0")
    form = paragraph._p.get_or_add_pPr()
    form.insert_element_before(free, "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr")
    return paragraph


def indent_sides(paragraph: Paragraph, *, left: float = 0, right: float = 0) -> Paragraph:
    """Indent a whole paragraph, in points."""
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.right_indent = Pt(left), Pt(right)
    return paragraph


def keep_last_with_next(document: Document) -> None:
    """What was written last goes over to the next page with what follows: a line of text, or the last row of a table
    with the narrow line under it."""
    last = [one for one in document.element.body if one.tag in (qn("w:p"), qn("w:tbl"))][-2:]
    for one in last if last and last[0].tag == qn("w:tbl") else last[-1:]:
        lines = one.iter(qn("w:p")) if one.tag == qn("w:p") else one.findall(qn("w:tr"))[-1].iter(qn("w:p"))
        for line in lines:
            Paragraph(line, document.element.body).paragraph_format.keep_with_next = True


def rule(paragraph: Paragraph, side: str, millimetres: float, colour: str = "000000") -> None:
    """Draw a line above ("top") or below ("bottom") a paragraph."""
    borders = paragraph._p.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        paragraph._p.get_or_add_pPr().insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
    line = OxmlElement(f"w:{side}")
    # Eighths of a point.
    weight = str(round(millimetres * layout.POINTS_PER_MM * 8))
    for name, value in (("val", "single"), ("sz", weight), ("space", "1"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)


def link(paragraph: Paragraph, words: str, url: str, size: float, *, raised: bool = False) -> None:
    """Add a run that opens ``url``."""
    target = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    outer = OxmlElement("w:hyperlink")
    outer.set(qn("r:id"), target)
    run = put(paragraph, words, "song", size)
    run.font.superscript = raised or None
    outer.append(run._r)
    paragraph._p.append(outer)


def put_runs(paragraph: Paragraph, runs: list[dict[str, str]], face: str, size: float = layout.SIZE_3) -> None:
    """Add runs; a figure is followed by the raised mark of its note, which opens its list."""
    for run in runs:
        put(paragraph, run["text"], face, size)
        if "ref" in run:
            link(paragraph, f"[{run['ref']}]", run["url"], size * 0.75, raised=True)


def right_tab(paragraph: Paragraph, points: float) -> None:
    """Let the words after a tab end at ``points`` from the left."""
    paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(points), WD_TAB_ALIGNMENT.RIGHT)


def outline_level(paragraph: Paragraph, level: int) -> None:
    """Give a heading its place in the program's navigation pane, levels from 1."""
    form = paragraph._p.get_or_add_pPr()
    found = OxmlElement("w:outlineLvl")
    found.set(qn("w:val"), str(level - 1))
    form.insert_element_before(found, "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange")


def page_number(paragraph: Paragraph) -> None:
    """Write — 1 — in 4号宋体 (clause 7.5)."""
    put(paragraph, "— ", "song", layout.SIZE_4)
    field = put(paragraph, "", "song", layout.SIZE_4)
    for kind, text in (("begin", None), (None, " PAGE "), ("separate", None), (None, "1"), ("end", None)):
        field._r.append(_field_part(kind, text))
    put(paragraph, " —", "song", layout.SIZE_4)


def _field_part(kind: str | None, text: str | None) -> Any:
    if kind:
        part = OxmlElement("w:fldChar")
        part.set(qn("w:fldCharType"), kind)
        return part
    part = OxmlElement("w:instrText" if text == " PAGE " else "w:t")
    part.set(qn("xml:space"), "preserve")
    part.text = text
    return part


def grid(section: Section) -> None:
    """Lay the grid of 22 lines over the type area (clause 5.2.3)."""
    old = section._sectPr.find(qn("w:docGrid"))
    if old is not None:
        section._sectPr.remove(old)
    found = OxmlElement("w:docGrid")
    found.set(qn("w:type"), "lines")
    found.set(qn("w:linePitch"), str(int(layout.PITCH * 20)))
    section._sectPr.append(found)


def watermark(paragraph: Paragraph, words: str) -> None:
    """Hang ``words`` slantwise behind the page of this header."""
    paragraph.add_run()._r.append(parse_xml(_WATERMARK.format(words=escape(words, {"'": "&apos;"}))))


def font_table(document: Document) -> None:
    """Name the alternative of each face, for machines without the first."""
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in FACES.values()
    )
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            relation.target_part._blob = f"{head}<w:fonts {nsdecls('w')}>{entries}</w:fonts>".encode()


def colour(run: Run, value: str) -> None:
    """Set the colour of a run, RRGGBB."""
    run.font.color.rgb = RGBColor.from_string(value)


def fixed_bytes(document: Document) -> bytes:
    """Save the document with fixed times in its archive, so that equal documents are equal bytes."""
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return out.getvalue()
