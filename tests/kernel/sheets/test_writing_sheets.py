"""Writing: text stays text, numbers stay numbers, the page prints as a form, bytes repeat."""

import datetime as dt
import io
import re
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.sheets.books import workbook
from weian.kernel.sheets import CellError, Column, OutColumn, error_workbook, integer, read_sheet, write_sheet
from weian.kernel.sheets.process import raw_sheets
from weian.kernel.sheets.writing import sheet_name

ATTACKS = [
    "=1+1",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    '=HYPERLINK("http://x","y")',
    "http://x.example",
    "＝1+1",
]


def xml(data, name="xl/worksheets/sheet1.xml"):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_that_looks_like_a_formula_is_text(attack):
    data = write_sheet(attack, [attack], [[attack]], note=attack)
    assert "<f>" not in xml(data)
    assert "hyperlink" not in xml(data)
    found = [cell for row in raw_sheets(data)[0].rows for cell in row]
    assert found == [attack] * 4


def test_text_that_looks_like_a_formula_stays_text_when_somebody_types_in_it():
    data = write_sheet("表", ["内容"], [["=1+1"], ["平常"]])
    styles = xml(data, "xl/styles.xml")
    quoted = {
        n for n, xf in enumerate(re.findall(r"<xf [^>]*>", styles.split("<cellXfs")[1])) if 'quotePrefix="1"' in xf
    }
    marks = dict(re.findall(r'<c r="(A[34])" s="(\d+)"', xml(data)))
    assert int(marks["A3"]) in quoted
    assert int(marks["A4"]) not in quoted


@settings(max_examples=60, deadline=None)
@given(value=st.text(max_size=40))
def test_no_text_ever_becomes_a_formula_or_breaks_the_file(value):
    data = write_sheet(value, [OutColumn("内容")], [[value]], note=value)
    assert "<f>" not in xml(data)


def test_values_keep_their_kinds():
    moment = dt.datetime(2026, 11, 22, 1, 30, tzinfo=dt.UTC)
    row = ["甲", 3, Decimal("0.5"), dt.date(2026, 11, 22), moment, True, None, 12345678901234567890]
    data = write_sheet("表", [f"列{n}" for n in range(8)], [row])
    assert raw_sheets(data)[0].rows[-1] == [
        "甲", 3, 0.5, dt.date(2026, 11, 22), dt.datetime(2026, 11, 22, 9, 30), "是", None, "12345678901234567890",
    ]  # fmt: skip


def test_the_page_is_a_form():
    data = write_sheet("隐患台账", ["序号", OutColumn("内容", width=30)], [[1, "甲"]], note="截至 2026-11-22")
    sheet, book = xml(data), xml(data, "xl/workbook.xml")
    assert '<pane ySplit="3"' in sheet
    assert 'orientation="landscape"' in sheet
    assert 'paperSize="9"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert "'隐患台账'!$3:$3" in book or "隐患台账!$3:$3" in book
    assert all(font in xml(data, "xl/styles.xml") for font in ("方正小标宋简体", "黑体", "仿宋"))


def test_columns_are_as_wide_as_their_chinese():
    data = write_sheet("表", ["名", "长"], [["一", "这一格里有十二个汉字呀"], ["二", "短"]])
    widths = [float(found) for found in re.findall(r'<col [^>]*width="([\d.]+)"', xml(data))]
    assert widths[0] < 8
    assert 24 <= widths[1] <= 27


def test_the_same_rows_give_the_same_bytes():
    def made():
        return write_sheet("表", ["甲"], ([n] for n in range(100)))

    assert made() == made()


def test_a_row_that_is_too_long_is_a_programming_error():
    with pytest.raises(ValueError, match="2 values for 1 columns"):
        write_sheet("表", ["甲"], [[1, 2]])


@pytest.mark.parametrize(
    ("title", "name"),
    [("2026年[1]月/表", "2026年1月表"), ("", "表"), ("History", "表"), ("𠮷" * 40, "𠮷" * 15), ("字" * 40, "字" * 31)],
)
def test_a_title_becomes_a_legal_sheet_name(title, name):
    assert sheet_name(title) == name


WANTED = [Column("单位名称", ("名称",), required=True), Column("床位数", parse=integer())]


def test_the_error_workbook_returns_the_rows_with_reasons_in_plum():
    data = workbook([["名单"], ["名称", "备注", "床位数"], ["甲", "=x", "多"], [None, "y", 3], ["丙", "z", 4]])
    result = read_sheet(data, WANTED)
    answer = error_workbook(data, result.errors, header_row=result.header_row)
    rows = raw_sheets(answer)[0].rows
    assert rows[1] == ["名称", "备注", "床位数", "错误"]
    assert rows[2][3] == "床位数：应当填数字。"
    assert rows[3] == [None, "y", 3, "单位名称：不能为空。合并的单元格请先拆开，每行都填。"]
    assert rows[4] == ["丙", "z", 4]
    styles = xml(answer, "xl/styles.xml")
    assert "FF86235C" in styles
    assert "FFFF0000" not in styles


def test_a_corrected_error_workbook_imports_and_its_second_answer_has_one_error_column():
    data = workbook([["单位名称", "床位数"], ["甲", "多"], ["乙", "少"]])
    first = error_workbook(data, read_sheet(data, WANTED).errors, header_row=1)
    second = read_sheet(first, WANTED)
    assert len(second.errors) == 2
    rows = raw_sheets(error_workbook(first, second.errors, header_row=1))[0].rows
    assert rows[0] == ["单位名称", "床位数", "错误"]
    assert rows[1][2] == "床位数：应当填数字。"


def test_an_error_of_a_rule_over_a_row_finds_its_column_by_name():
    data = workbook([["单位名称", "床位数"], ["甲", 1], ["甲", 2]])
    answer = error_workbook(data, [CellError("名单", 3, "单位名称", "甲", "与第 2 行重复。")])
    assert raw_sheets(answer)[0].rows[2] == ["甲", 2, "单位名称：与第 2 行重复。"]


def test_other_sheets_of_the_workbook_come_back_too():
    data = workbook([["单位名称", "床位数"], ["甲", "多"]], more={"说明": [["请看"]]})
    found = raw_sheets(error_workbook(data, read_sheet(data, WANTED).errors, header_row=1))
    assert [(sheet.name, len(sheet.rows)) for sheet in found] == [("名单", 2), ("说明", 1)]
    assert found[1].rows == [["请看"]]
