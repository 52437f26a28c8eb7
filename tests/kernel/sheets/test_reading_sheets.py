"""Reading a person's workbook: headers found, values understood, each bad cell named."""

import datetime as dt

import pytest

from tests.kernel.sheets.books import workbook
from weian.kernel.sheets import (
    Column,
    MissingColumns,
    UnreadableSheet,
    choice,
    day,
    integer,
    number,
    read_sheet,
    text,
    yes_no,
)

UNITS = [
    Column("单位名称", ("名称", "机构名称"), required=True, parse=text(longest=20)),
    Column("床位数", parse=integer(least=0, most=10_000)),
    Column("成立日期", parse=day()),
    Column("类别", parse=choice({"医院": "hospital", "诊所": "clinic"})),
]
HEAD = ["单位名称", "床位数", "成立日期", "类别"]


def values(result):
    return [row.values for row in result.rows]


def test_a_plain_table_comes_back_typed():
    result = read_sheet(workbook([HEAD, ["和安县医院", 320, dt.date(1998, 5, 4), "医院"]]), UNITS)
    assert values(result) == [
        {"单位名称": "和安县医院", "床位数": 320, "成立日期": dt.date(1998, 5, 4), "类别": "hospital"}
    ]
    assert (result.errors, result.total, result.header_row, result.sheet) == ([], 1, 1, "名单")


def test_the_header_may_stand_under_titles_in_other_order_and_elsewhere():
    rows = [["填报单位：某县", None], [], ["序号", "类别", "备注", "机构名称 *（必填）"], [1, "诊所", "x", "李家诊所"]]
    result = read_sheet(workbook(rows, first_row=2, first_column=3, merge_title="医疗机构名单"), UNITS)
    assert result.header_row == 5
    assert result.rows[0].number == 6
    assert values(result) == [{"单位名称": "李家诊所", "床位数": None, "成立日期": None, "类别": "clinic"}]


def test_a_header_below_the_tenth_row_is_not_a_header():
    with pytest.raises(MissingColumns, match="前 10 行里没有找到表头。表头应有：单位名称。"):
        read_sheet(workbook([HEAD, ["甲", 1]], first_row=10), UNITS)
    assert read_sheet(workbook([HEAD, ["甲", 1]], first_row=9), UNITS).total == 1


def test_missing_columns_are_named():
    wanted = [Column("姓名", required=True), Column("手机号", required=True), Column("科室", required=True)]
    with pytest.raises(MissingColumns, match="第 1 行的表头缺少：手机号、科室。") as refusal:
        read_sheet(workbook([["姓名", "电话"], ["甲", "1"]]), wanted)
    assert refusal.value.columns == ("手机号", "科室")


def test_a_doubled_heading_is_refused_with_its_places():
    with pytest.raises(UnreadableSheet, match="“单位名称”出现了不止一次（A、C 列）"):
        read_sheet(workbook([["单位名称", "床位数", "名称"], ["甲", 1, "乙"]]), UNITS)


def test_a_doubled_heading_that_nobody_wants_is_no_matter():
    assert read_sheet(workbook([["单位名称", "备注", "备注"], ["甲", 1, "乙"]]), UNITS).total == 1


def test_brackets_in_a_heading_are_read_over_unless_they_tell_two_columns_apart():
    assert values(read_sheet(workbook([["单位名称（全称）"], ["甲"]]), UNITS))[0]["单位名称"] == "甲"
    phones = [Column("电话（办公）"), Column("电话（手机）")]
    found = read_sheet(workbook([["电话(手机)", "电话（办公）"], ["1", "2"]]), phones)
    assert values(found) == [{"电话（办公）": "2", "电话（手机）": "1"}]


def test_blank_rows_between_and_below_are_passed_over():
    rows = [HEAD, ["甲", 1], [None, None], ["  ", "　"], ["乙", 2], *[[None, " "]] * 50]
    result = read_sheet(workbook(rows), UNITS)
    assert [row.number for row in result.rows] == [2, 5]
    assert result.total == 2


def test_each_bad_cell_is_named_and_good_rows_stay():
    rows = [
        HEAD,
        ["甲", "三百", "2024-02-30", "医院"],
        [None, 5, None, "药店"],
        ["丙", "３２０", "2024年1月5日", "诊 所"],
    ]
    result = read_sheet(workbook(rows), UNITS)
    assert [(e.row, e.column, e.cell, e.value, e.message) for e in result.errors] == [
        (2, "床位数", "B2", "三百", "应当填数字。"),
        (2, "成立日期", "C2", "2024-02-30", "没有这一天，请核对年月日。"),
        (3, "单位名称", "A3", "", "不能为空。合并的单元格请先拆开，每行都填。"),
        (3, "类别", "D3", "药店", "只能填：医院、诊所。"),
    ]
    assert [row.values["床位数"] for row in result.rows] == [320]
    assert result.rows[0].values["成立日期"] == dt.date(2024, 1, 5)
    assert result.total == 3


def test_other_filled_sheets_are_named_not_forgotten():
    data = workbook(
        [["说明"], ["请填第二张表"]], name="说明", more={"名单": [HEAD, ["甲"]], "旧表": [["单位名称"], ["乙"]]}
    )
    result = read_sheet(data, UNITS)
    assert (result.sheet, result.unread) == ("名单", ("说明", "旧表"))


def test_too_many_rows_are_refused_with_the_limit():
    with pytest.raises(UnreadableSheet, match="工作表“名单”超过 50 行"):
        read_sheet(workbook([HEAD, *[["甲"]] * 60]), UNITS, max_rows=50)


@pytest.mark.parametrize(
    ("parse", "cell", "expected"),
    [
        (text(), 13800000000, "13800000000"),
        (text(), "１２３ＡＢ（中）", "123AB（中）"),
        (text(), "a\u200bb\x07c", "abc"),
        (text(), dt.datetime(2024, 1, 5), "2024-01-05"),
        (text(), True, "是"),
        (text(), 0.1, "0.1"),
        (number(), "1,234.5", 1234.5),
        (integer(), 12.0, 12),
        (integer(least=-5), "－3", -3),
        (day(), "2024.1.5", dt.date(2024, 1, 5)),
        (day(), "2024/01/05 00:00:00", dt.date(2024, 1, 5)),
        (day(), "２０２４ 年 １ 月 ５ 日", dt.date(2024, 1, 5)),
        (day(), 20240105, dt.date(2024, 1, 5)),
        (day(), 45296, dt.date(2024, 1, 5)),
        (day(), dt.datetime(2024, 1, 5, 8), dt.date(2024, 1, 5)),
        (yes_no(), "√", True),
        (yes_no(), "Ｎ", False),
        (yes_no(), 1, True),
        (choice(["甲", "乙"]), " 甲 ", "甲"),
    ],
)
def test_what_people_write_is_understood(parse, cell, expected):
    assert parse(cell) == expected


@pytest.mark.parametrize(
    ("parse", "cell", "sentence"),
    [
        (text(longest=3), "一二三四", "有 4 个字，最多 3 个字。"),
        (text(), 123456789012345678, "Excel 已丢失后几位"),
        (number(), "1e5", "应当填数字。"),
        (number(), "12个", "应当填数字。"),
        (integer(), 1.5, "应当填整数。"),
        (integer(), True, "应当填数字。"),
        (integer(least=1), 0, "不能小于 1。"),
        (number(most=1), "1.01", "不能大于 1。"),
        (day(), "去年", "应当填日期"),
        (day(), 12, "应当填日期"),
        (day(), True, "应当填日期"),
        (day(latest=dt.date(2026, 11, 22)), "2026-11-23", "日期应在"),
        (yes_no(), "也许", "只能填：是、否。"),
    ],
)
def test_what_cannot_be_meant_is_answered(parse, cell, sentence):
    with pytest.raises(ValueError, match=sentence):
        parse(cell)
