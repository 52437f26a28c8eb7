"""The Word file: what its structure says, read back with an independent eye."""

import io
import re
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.foundation.documents.paper.papers import DAY, report
from weian.foundation.documents.paper import Column, Paper, Para, Table, to_docx


def opened(**changes):
    return docx.Document(io.BytesIO(to_docx(report(**changes))))


def xml(name, **changes):
    with zipfile.ZipFile(io.BytesIO(to_docx(report(**changes)))) as archive:
        return archive.read(name).decode()


def paragraph(document, text):
    return next(one for one in document.paragraphs if one.text.startswith(text))


def face(one):
    return one.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia"))


def test_the_page_is_that_of_the_standard():
    section = opened().sections[0]
    sizes = [section.page_width, section.page_height, section.top_margin, section.left_margin]
    assert [round(size.mm) for size in sizes] == [210, 297, 37, 28]
    assert [round(section.right_margin.mm), round(section.bottom_margin.mm)] == [26, 35]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "lines"
    assert 22 * int(grid.get(qn("w:linePitch"))) / 20 / 72 * 25.4 == pytest.approx(225, abs=1)


def test_a_line_holds_28_characters_in_every_program():
    """Not by a grid of characters: there LibreOffice gives two cells to each character that is larger than one."""
    grid = opened().sections[0]._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:charSpace")) is None
    for words in ("市卫生健康委员会：", "一、未完成事项"):
        closer = paragraph(opened(), words).runs[0]._element.rPr.find(qn("w:spacing"))
        assert 155 < 28 * (16 + int(closer.get(qn("w:val"))) / 20) / 72 * 25.4 <= 156


@pytest.mark.parametrize(
    ("text", "name", "size"),
    [
        ("关于冬季", "方正小标宋简体", 22),
        ("市卫生健康委员会：", "仿宋_GB2312", 16),
        ("一、未完成事项", "黑体", 16),
        ("（一）分单位", "楷体_GB2312", 16),
        ("1. 县直医院", "仿宋_GB2312", 16),
        ("附件1", "黑体", 16),
        ("抄送：", "仿宋_GB2312", 14),
    ],
)
def test_each_part_has_its_face_and_size(text, name, size):
    found = paragraph(opened(), text)
    assert (face(found), found.runs[0].font.size.pt) == (name, size)


def test_every_face_has_an_alternative():
    table = xml("word/fontTable.xml")
    pairs = re.findall(r'w:name="([^"]+)"><w:altName w:val="([^"]+)"', table)
    assert ("仿宋_GB2312", "仿宋") in pairs
    assert len(pairs) == 5


def test_paragraphs_are_indented_by_two_characters_at_an_exact_pitch():
    form = paragraph(opened(), "全县尚有")
    assert form._p.pPr.ind.get(qn("w:firstLineChars")) == "200"
    assert form.paragraph_format.line_spacing.pt == pytest.approx(28.98, abs=0.06)


def test_headings_appear_in_the_navigation():
    levels = re.findall(r'<w:outlineLvl w:val="(\d)"', xml("word/document.xml"))
    assert levels == ["0", "1", "2"]


def test_figures_open_their_lists():
    document = opened()
    targets = {rel.target_ref for rel in document.part.rels.values() if rel.reltype.endswith("/hyperlink")}
    assert {"https://weian.example/list/全县", "https://weian.example/open/全县"} <= targets
    assert "全县尚有31条[1-1]隐患没有整改，整改率为92.4%[2-1]。" in [one.text for one in document.paragraphs]
    assert any("分子 378，分母 409" in one.text for one in document.paragraphs)


def test_the_table_repeats_its_header_and_keeps_rows_whole():
    table = opened().tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["单位", "整改率", "余数"]
    assert [cell.text for cell in table.rows[2].cells] == ["乙医院", "底数不清[2-3]", ""]
    marks = [[one.tag for one in row._tr.trPr] for row in table.rows]
    assert [qn("w:tblHeader") in one for one in marks] == [True, False, False]
    assert all(qn("w:cantSplit") in one for one in marks)
    widths = [cell.width.mm for cell in table.rows[0].cells]
    assert sum(widths) == pytest.approx(156, abs=0.5)
    assert widths[0] == pytest.approx(2 * widths[1], abs=0.1)


def test_the_page_number_changes_sides():
    document = opened()
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert [odd.text, even.text] == ["— 1 —", "— 1 —"]
    assert [odd.alignment, even.alignment] == [
        docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT,
        docx.enum.text.WD_ALIGN_PARAGRAPH.LEFT,
    ]
    assert " PAGE " in odd._p.xml


def test_only_the_demo_is_marked():
    section = opened(demo=True).sections[0]
    for header in (section.header, section.even_page_header):
        assert header.paragraphs[0].text == "演示数据，不是正式公文"
        assert 'string="演示"' in header.paragraphs[0]._p.xml
    plain = opened().sections[0]
    assert "演示" not in plain.header.paragraphs[0].text


def test_lines_of_the_colophon_are_thick_thin_thick():
    document = opened()
    first, last = paragraph(document, "抄送："), paragraph(document, "和安县卫生健康局办公室")
    weights = [int(one) for line in (first, last) for one in re.findall(r'w:sz="(\d+)" w:space', line._p.xml)]
    assert weights == [8, 6, 8]


def test_the_same_paper_gives_the_same_bytes():
    assert to_docx(report()) == to_docx(report())


@settings(max_examples=40, deadline=None)
@given(text=st.text(st.characters(), max_size=80))
def test_any_text_is_written_and_the_file_opens(text):
    document = opened(title=text, issuer=text, blocks=[Para(text)], signature=text, cc=[text])
    assert document.sections


def test_paragraph_properties_stand_in_the_order_of_the_schema():
    order = ["keepNext", "keepLines", "pageBreakBefore", "pBdr", "tabs", "spacing", "ind", "jc", "outlineLvl", "rPr"]
    for one in opened(demo=True).element.body.iter(qn("w:pPr")):
        names = [child.tag.split("}")[1] for child in one]
        known = [order.index(name) for name in names if name in order]
        assert known == sorted(known), names


def test_the_signature_takes_the_last_line_or_row_with_it():
    for last in (Para("请处理。"), Table([Column("问题"), Column("期限")], [["甲", "一"], ["乙", "二"]])):
        paper = Paper(title="移送函", signature="某县卫生健康局", date=DAY, blocks=[Para("首段。"), last])
        document = docx.Document(io.BytesIO(to_docx(paper)))
        cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
        lines = [*document.paragraphs, *(cell.paragraphs[0] for cell in cells)]
        held = [one.text for one in lines if one.paragraph_format.keep_with_next]
        assert "某县卫生健康局" in held and "首段。" not in held and "甲" not in held
        assert "请处理。" in held or {"乙", "二"} <= set(held)
