"""The same notice in every format, and a sentence for what cannot be read."""

from datetime import date

import pytest

from tests.foundation.documents.reading import papers
from weian.foundation.documents.reading import Unreadable, read_file

LINES = ["关于加强值班的通知", "各医疗机构：", "一、各单位于2024年4月10日前报送值班表。", "二、每月检查1次。"]
TEXT = "\n".join(LINES)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode(),
        papers.word_file(LINES),
        papers.pdf_file(LINES),
        papers.ofd_file(LINES),
    ],
    ids=["utf-8", "utf-8 with mark", "gb18030", "utf-16", "crlf", "docx", "pdf", "ofd"],
)
def test_the_same_notice_reads_the_same(data):
    reading = read_file(data)
    assert reading.title == LINES[0]
    assert [(ask.kind, ask.due, ask.every) for ask in reading.asks] == [
        ("report", date(2024, 4, 10), None),
        ("inspection", None, "P1M"),
    ]


def test_numbers_that_word_prints_itself_are_read():
    reading = read_file(papers.numbered_word_file("关于值班的通知", ["每月检查1次。", "每年演练1次。"]))
    assert [clause.no for clause in reading.clauses] == ["一", "二"]


def test_a_word_table_becomes_clauses_with_actors_and_days():
    rows = [
        ["序号", "工作任务", "责任单位", "完成时限"],
        ["1", "更换软管", "后勤科", "2024年8月底"],
        ["2", "开展培训", "保卫科", "9月15日前"],
    ]
    reading = read_file(papers.word_file(["关于燃气的通知", "各单位："], rows))
    assert [(clause.no, clause.actors[0].name, clause.asks[0].due) for clause in reading.clauses] == [
        ("表1", "后勤科", date(2024, 8, 31)),
        ("表2", "保卫科", date(2024, 9, 15)),
    ]


def test_a_path_is_read_too(tmp_path):
    path = tmp_path / "通知.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert read_file(path).title == read_file(str(path)).title == LINES[0]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"   \n\n", "没有文字"),
        (papers.pdf_file([]), "扫描件"),
        (papers.pdf_file(LINES, locked=True), "密码"),
        (papers.ofd_file([]), "扫描件"),
        (b"%PDF-1.4 broken", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "另存为 .docx"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "图片"),
        (b"{\\rtf1 text}", "RTF"),
        (b"\x00\x01\x02\x03" * 200, "不是文字文件"),
        (bytes(range(1, 32)) * 30, "不是可读的文字"),
        (b"\xff" * 400, "编码"),
        (b"PK\x03\x04 broken", "损坏"),
        (papers.zip_file({"a.txt": "x"}), "压缩包"),
        (papers.zip_file({"word/document.xml": "<broken"}), "损坏"),
        (papers.word_file([""]), "没有文字"),
        (papers.zip_file({"OFD.xml": "<a/>"}), "扫描件"),
        (papers.zip_file({"OFD.xml": "<a><DocRoot>x.xml</DocRoot></a>"}), "损坏"),
        (papers.ofd_file(LINES, prolog='<!DOCTYPE a [<!ENTITY b "c">]>'), "损坏"),
        (b"a" * (30 * 1024 * 1024 + 1), "30 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data, words):
    with pytest.raises(Unreadable, match=words) as refusal:
        read_file(data, "通知")
    assert str(refusal.value).endswith("。")


def test_a_zip_bomb_is_not_opened():
    with pytest.raises(Unreadable, match="过大"):
        read_file(papers.zip_file({"word/document.xml": b"\x00" * (130 * 1024 * 1024)}))


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_a_path_that_is_no_file_is_refused_in_a_sentence(tmp_path, name):
    with pytest.raises(Unreadable, match=r"。$"):
        read_file(tmp_path / name)
