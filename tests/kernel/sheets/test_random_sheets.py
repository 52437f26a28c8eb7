"""Random sheets: whatever people put into cells, the reader answers and never breaks."""

import datetime as dt
import io
import math

import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weian.kernel.sheets import (
    Column,
    UnreadableSheet,
    choice,
    day,
    error_workbook,
    integer,
    number,
    read_sheet,
    text,
    yes_no,
)
from weian.kernel.sheets.columns import SheetResult
from weian.kernel.sheets.process import RawSheet
from weian.kernel.sheets.reading import read_rows

WANTED = [
    Column("单位名称", ("名称",), required=True, parse=text(longest=20)),
    Column("床位数", parse=integer(least=0)),
    Column("成立日期", parse=day()),
    Column("比例", parse=number()),
    Column("类别", parse=choice(["医院", "诊所"])),
    Column("公立", parse=yes_no()),
]
words = st.sampled_from(
    [
        "单位名称",
        "名称",
        "床位数",
        "成立日期",
        "比例",
        "类别",
        "公立",
        "=1+1",
        "#REF!",
        "３２０",
        "2024年2月30日",
        "是",
        "医院",
    ]
)
cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**60), 2**60),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.text(max_size=30),
    words,
)
grids = st.lists(st.lists(cells, max_size=8), max_size=14)


def writable(cell):
    if isinstance(cell, (dt.date, dt.datetime)):
        return dt.datetime(max(cell.year, 1900), cell.month, min(cell.day, 28))
    if isinstance(cell, dt.timedelta):
        return abs(cell).total_seconds() % 1000
    if isinstance(cell, float) and not math.isfinite(cell):
        return None
    return cell.encode("utf-8", "replace").decode() if isinstance(cell, str) else cell


def as_file(grid):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"default_date_format": "yyyy-mm-dd", "strings_to_urls": False})
    sheet = book.add_worksheet("表")
    for row, line in enumerate(grid):
        for column, cell in enumerate(line):
            sheet.write(row, column, writable(cell))
    book.close()
    return stream.getvalue()


def check(result: SheetResult) -> None:
    assert result.total == len(result.rows) + len({error.row for error in result.errors})
    assert all(error.message.endswith("。") for error in result.errors)
    assert all(row.values["单位名称"] for row in result.rows)


@settings(max_examples=500, deadline=None)
@given(grid=grids)
def test_any_grid_of_cells_is_answered(grid):
    try:
        check(read_rows([RawSheet("表", grid)], WANTED))
    except UnreadableSheet as refusal:
        assert str(refusal).endswith("。")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(grid=st.lists(st.lists(cells, max_size=6), max_size=8).map(lambda g: [["单位名称", "床位数", "公立"], *g]))
def test_any_workbook_is_answered_and_its_errors_go_home(grid):
    data = as_file(grid)
    try:
        result = read_sheet(data, WANTED)
    except UnreadableSheet as refusal:
        assert str(refusal).endswith("。")
        return
    check(result)
    if result.errors:
        again = read_sheet(error_workbook(data, result.errors, header_row=result.header_row), WANTED)
        assert [error.cell for error in again.errors] == [error.cell for error in result.errors]
        assert [row.number for row in again.rows] == [row.number for row in result.rows]
