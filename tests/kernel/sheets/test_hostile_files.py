"""Hostile and broken files: always one Chinese sentence, never a crash, never a full memory."""

import io
import random
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kernel.sheets.books import repacked, with_declared_size, workbook
from weian.kernel.sheets import Column, UnreadableSheet, read_sheet
from weian.kernel.sheets.process import raw_sheets

WANTED = [Column("单位名称", required=True)]
GOOD = workbook([["单位名称"], ["甲"]])
SHEET = "xl/worksheets/sheet1.xml"


def archive(members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "是空的"),
        ("单位名称,床位\n甲,1".encode("gb18030"), "不是 Excel 工作簿"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "不是 Excel 工作簿"),
        (b"%PDF-1.7", "不是 Excel 工作簿"),
        (b"PK\x03\x04" + b"\0" * 200, "已损坏"),
        (GOOD[: len(GOOD) // 2], "已损坏"),
        (archive([("word/document.xml", "<w/>")]), "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2048, "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"x" * (20 * 1024 * 1024 + 1), "超过 20 MB"),
        (workbook([[]]), "没有可见的、有内容的工作表"),
    ],
    ids=["empty", "csv", "html", "pdf", "zeros", "cut", "word", "ole", "password", "large", "blank"],
)
def test_what_is_no_table_gets_a_sentence(data, sentence):
    with pytest.raises(UnreadableSheet, match=sentence):
        read_sheet(data, WANTED)


def test_a_bomb_is_refused_by_its_declared_size():
    data = archive([(f"xl/{n}.xml", b"0" * 30_000_000) for n in range(8)])
    with pytest.raises(UnreadableSheet, match="展开后过大"):
        read_sheet(data, WANTED)


def test_a_bomb_is_refused_by_its_ratio():
    with pytest.raises(UnreadableSheet, match="展开后过大"):
        read_sheet(archive([("xl/a.xml", b"0" * 60_000_000)]), WANTED)


def test_a_bomb_is_refused_by_its_entries():
    data = archive([(f"x{n}", b"") for n in range(2_001)])
    with pytest.raises(UnreadableSheet, match="展开后过大"):
        read_sheet(data, WANTED)


@pytest.mark.parametrize("declared", [100, 5_000_000])
def test_a_lie_about_the_size_is_found_by_unpacking(declared):
    data = with_declared_size(repacked(GOOD, lambda name, body: body), SHEET, declared)
    with pytest.raises(UnreadableSheet, match="展开后过大或结构异常"):
        read_sheet(data, WANTED)


def test_a_bomb_that_lies_is_refused_fast():
    data = with_declared_size(archive([("xl/a.xml", b"0" * 400_000_000)]), "xl/a.xml", 1_000)
    begun = time.monotonic()
    with pytest.raises(UnreadableSheet, match="展开后过大"):
        read_sheet(data, WANTED)
    assert time.monotonic() - begun < 5


def test_a_sheet_that_claims_the_whole_grid_is_ended_by_the_memory_limit():
    def stretch(name, body):
        far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        return body.replace(b"</sheetData>", far) if name == SHEET else body

    with pytest.raises(UnreadableSheet, match="展开后太大"):
        read_sheet(repacked(GOOD, stretch), WANTED)


def test_a_stray_cell_far_below_is_too_many_rows_not_a_crash():
    def stretch(name, body):
        far = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
        return body.replace(b"</sheetData>", far) if name == SHEET else body

    with pytest.raises(UnreadableSheet, match="超过 20000 行"):
        read_sheet(repacked(GOOD, stretch), WANTED)


def test_entities_are_not_expanded():
    def expand(name, body):
        if name != "xl/sharedStrings.xml":
            return body
        lol = b'<!DOCTYPE s [<!ENTITY a "' + b"x" * 1000 + b'"><!ENTITY b "' + b"&a;" * 1000 + b'">]>'
        head, rest = body.split(b"?>", 1)
        return head + b"?>" + lol + rest.replace("单位名称".encode(), b"&b;&b;&b;")

    with pytest.raises(UnreadableSheet):
        read_sheet(repacked(GOOD, expand), WANTED)


def test_time_runs_out_with_a_sentence():
    with pytest.raises(UnreadableSheet, match="在规定时间内没有读完"):
        raw_sheets(GOOD, seconds=0)


def test_too_little_memory_is_a_sentence():
    dice = random.Random(1)
    rows = [["".join(chr(dice.randrange(0x4E00, 0x9FA5)) for _ in range(10_000))] for _ in range(300)]
    with pytest.raises(UnreadableSheet, match="展开后太大"):
        raw_sheets(workbook([["单位名称"], *rows]), memory=40 * 1024 * 1024)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(places=st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_flipped_bytes_never_do_more_than_refuse(places):
    broken = bytearray(GOOD)
    for place, value in places:
        broken[place] = value
    try:
        read_sheet(bytes(broken), WANTED)
    except UnreadableSheet as refusal:
        assert any("\u4e00" <= c <= "\u9fff" for c in str(refusal))
