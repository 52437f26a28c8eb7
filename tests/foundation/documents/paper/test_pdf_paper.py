"""The PDF: measured on the page, because the standard is about millimetres."""

import re
from collections import defaultdict

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.foundation.documents.paper.papers import DAY, fonts, report
from weian.foundation.documents.paper import Column, NoFont, Paper, Para, Table, to_pdf
from weian.foundation.documents.paper.layout import POINTS_PER_MM

MM = POINTS_PER_MM


def opened(**changes):
    return pypdfium2.PdfDocument(to_pdf(report(**changes), font_dirs=fonts()))


def last_page(document):
    return document[len(document) - 1]


def words(page):
    return re.sub(r"\s", "", page.get_textpage().get_text_range())


def lines(page):
    """Return the characters of a page by line: (height from the top in mm, [(left, right, char)])."""
    text = page.get_textpage()
    found = defaultdict(list)
    for index in range(text.count_chars()):
        char = text.get_text_range(index, 1)
        if char.strip():
            left, bottom, right, _ = text.get_charbox(index, loose=True)
            found[round((page.get_height() - bottom) / MM, 0)].append((left / MM, right / MM, char))
    return sorted(found.items())


def body(page):
    return [(top, chars) for top, chars in lines(page) if 35 < top < 264]


def full_page():
    paper = Paper(title="题", blocks=[Para("字" * 28 * 60)])
    return pypdfium2.PdfDocument(to_pdf(paper, font_dirs=fonts()))[1]


def test_a_full_page_has_22_lines_of_28_characters_in_the_type_area():
    found = body(full_page())
    assert [len(chars) for _, chars in found] == [28] * 22
    lefts, rights = [c[0][0] for _, c in found], [c[-1][1] for _, c in found]
    assert min(lefts) == pytest.approx(28, abs=0.6)
    assert max(rights) == pytest.approx(184, abs=0.6)
    assert found[0][0] == pytest.approx(37 + 5.6, abs=1.5)
    assert found[-1][0] <= 37 + 225 + 1


def test_the_sheet_is_a4():
    assert [round(size / MM) for size in opened()[0].get_size()] == [210, 297]


def test_the_page_number_stands_outside_in_dashes():
    document = opened()
    for number in (1, 2):
        top, chars = lines(document[number - 1])[-1]
        assert "".join(c for *_, c in chars) == f"—{number}—"
        assert 262 + 7 < top < 262 + 7 + 8
        assert (chars[0][0] > 150) is (number % 2 == 1)


def test_the_parts_stand_in_the_order_of_the_standard():
    document = opened()
    whole = "".join(words(page) for page in document)
    parts = [
        "和安县卫生健康局文件", "和卫发〔2026〕31号", "关于冬季安全生产专项行动工作情况的报告", "市卫生健康委员会：",
        "一、未完成事项", "（一）分单位情况", "分单位整改情况", "1.继续排查。", "附件：1.隐患清单", "2.名单",
        "和安县卫生健康局2026年11月22日", "附件1", "数据说明",
        "抄送：县政府办公室、县应急管理局。", "2026年11月23日印发",
    ]  # fmt: skip
    places = [whole.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_the_colophon_is_at_the_foot_of_the_last_page():
    document = opened()
    top = next(top for top, chars in lines(last_page(document)) if "印发" in "".join(c for *_, c in chars))
    assert 250 < top < 263


def test_every_figure_has_its_note_with_parts_and_link():
    document = opened()
    whole = "".join(words(page) for page in document)
    for note in (
        "2-1",
        "分子378",
        "分母409",
        "不计：已移交的隐患",
        "截至2026年11月20日",
        "乙医院：底数不清，分子0，分母0",
    ):
        assert note in whole
    assert "https://weian.example/list/全县" in whole


def test_only_the_demo_is_marked():
    marked, official = opened(demo=True), opened()
    assert all("演示数据，不是正式公文" in words(page) for page in marked)
    assert not any("演示" in words(page) for page in official)


def test_a_table_repeats_its_header_on_every_page():
    document = opened(blocks=[Table(["单位名称", "数"], [[f"第{n}家", ""] for n in range(90)])], attachments=[])
    pages = [words(page) for page in document if "家" in words(page)]
    assert len(pages) > 2
    assert all(page.count("单位名称") == 1 for page in pages)


def test_the_signature_never_stands_alone_on_a_page():
    for lines in range(6, 14):
        blocks = [Para(f"第{number}段正文。") for number in range(lines)]
        paper = Paper(
            title="移送函", issuer="某市卫生健康委员会", signature="某市卫生健康委员会", date=DAY, blocks=blocks
        )
        document = pypdfium2.PdfDocument(to_pdf(paper, font_dirs=fonts()))
        (signed,) = [words(page) for page in document if "2026年11月20日" in words(page)]
        assert f"第{lines - 1}段正文。" in signed, lines


def test_a_row_that_fits_a_page_is_not_torn_and_one_that_does_not_is_printed_whole():
    rows = [[f"甲{number}" + "长" * 60 + f"乙{number}"] for number in range(30)]
    table = Table([Column("问题"), Column("期限", 3)], [*rows, ["末" * 1500]])
    document = pypdfium2.PdfDocument(to_pdf(Paper(title="通知", blocks=[table]), font_dirs=fonts()))
    pages = [words(page) for page in document]
    for number in range(30):
        assert any(f"甲{number}长" in page and f"乙{number}" in page for page in pages), number
    assert "".join(pages).count("末") == 1500


def test_missing_faces_are_said_on_the_last_page(tmp_path):
    from weian.foundation.documents.paper.fonts import faces

    chosen = faces(fonts())
    assert ("排版说明" in words(last_page(opened()))) is bool(chosen.missing)
    assert all(name in chosen.remark for name in chosen.missing)
    with pytest.raises(NoFont, match="没有找到中文字体"):
        to_pdf(report(), font_dirs=[tmp_path])


def test_the_same_paper_gives_the_same_bytes():
    assert to_pdf(report(), font_dirs=fonts()) == to_pdf(report(), font_dirs=fonts())


@pytest.mark.parametrize(
    "attack", ['#panic("x")', "$x$", "*b*", '"; #read("/etc/passwd")', "@ref <label>", "`raw` \\ // x", "= h"]
)
def test_words_are_never_source(attack):
    paper = report(
        title=attack, issuer=attack, doc_no=attack, addressees=[attack], blocks=[Para(attack)], signature=attack,
        cc=[attack], footnotes=[attack],
    )  # fmt: skip
    whole = "".join(words(page) for page in pypdfium2.PdfDocument(to_pdf(paper, font_dirs=fonts())))
    assert whole.count(re.sub(r"\s", "", attack)) >= 6


@settings(max_examples=30, deadline=None)
@given(text=st.text(st.characters(), max_size=80))
def test_any_text_is_printed(text):
    assert to_pdf(report(title=text, issuer=text, blocks=[Para(text)]), font_dirs=fonts()).startswith(b"%PDF")


def test_paper_without_head_date_and_notes_is_printed():
    page = pypdfium2.PdfDocument(to_pdf(Paper(title="工作总结", blocks=[Para("全文。")]), font_dirs=fonts()))[0]
    assert words(page).startswith("工作总结全文。")
