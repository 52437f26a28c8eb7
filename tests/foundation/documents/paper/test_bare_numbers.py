"""No number without its measure; dates, quotations and document numbers are none."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.foundation.documents.paper.papers import count, report
from weian.foundation.documents.paper import (
    Attachment,
    Bullets,
    Column,
    Figure,
    Heading,
    Kind,
    Paper,
    Para,
    Table,
    Text,
    check_no_bare_numbers,
    marked,
)
from weian.foundation.documents.paper.outline import outline


def found(*blocks, **parts):
    return check_no_bare_numbers(Paper(title="2026年总结", blocks=blocks, **parts))


def test_a_report_built_of_figures_is_clean():
    assert check_no_bare_numbers(report()) == []


@pytest.mark.parametrize(
    ("block", "number"),
    [
        (Para("共整改隐患378条"), "378"),
        (Para("整改率９２.４％"), "９２.４％"),
        (Para([Text("完成"), count(3), Text("，占85%")]), "85%"),
        (Para("整改率百分之九十二"), "百分之九十二"),
        (Bullets(["检查12家"]), "12"),
        (Heading(1, "一、整改378条"), "378"),
        (Table(["单位"], [["甲"], ["5"]]), "5"),
        (Table(["单位"], [], caption="共7家"), "7"),
    ],
)
def test_a_bare_number_is_reported_with_its_place(block, number):
    (sentence,) = found(block)
    assert f"“{number}”没有指标和清单" in sentence


@pytest.mark.parametrize(
    "block",
    [
        Para(marked("根据“三个100%”和《2026年要点》（和卫发〔2026〕3号），自2026年11月1日至12月底")),
        Para([Text("第3条", Kind.QUOTED)]),
        Para("1. 继续排查"),
        Heading(4, "（1）重点部位"),
        Heading(1, "一、2026年工作"),
        Table([Column("2026年")], [["甲"]]),
    ],
)
def test_what_is_no_count_is_not_reported(block):
    assert found(block) == []


def test_attachments_and_remarks_are_looked_at_too():
    sentences = found(attachments=[Attachment("清单", [Para("5家")])], footnotes=["另有6家"])
    assert [one[:4] for one in sentences] == ["附件1中", "说明中的"]


def test_marking_loses_no_word():
    text = "据《甲》（和卫发〔2026〕3号）自2026年11月1日起，“5个”共7家。"
    runs = marked(text)
    assert "".join(run.text for run in runs) == text
    assert [run.text for run in runs if run.kind is Kind.PLAIN and any(c.isdigit() for c in run.text)] == ["共7家。"]


@pytest.mark.parametrize(
    ("value", "unit", "printed"),
    [
        (31, "条", "31条"),
        (9999, "条", "9999条"),
        (12345, "条", "12,345条"),
        (Decimal("90.0"), "%", "90.0%"),
        (None, "%", "底数不清"),
    ],
)
def test_how_a_figure_is_printed(value, unit, printed):
    assert Figure(value, unit, "k", "名", "https://x.example").printed == printed


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", "file:///etc/passwd", "//x"])
def test_a_figure_without_a_list_does_not_exist(url):
    with pytest.raises(ValueError, match="http"):
        Figure(1, "条", "k", "名", url)


def test_figures_of_one_measure_share_a_note():
    first, second = count(31), count(2, "甲")
    other = Figure(31, "条", "hazard.open", "未整改隐患数", "https://x.example", as_of=dt.date(2026, 11, 21))
    data = outline(Paper(title="题", blocks=[Para([first, second, first, other])]))
    assert [run["ref"] for run in data["blocks"][0]["runs"]] == ["1-1", "1-2", "1-1", "2-1"]
    assert [len(note["figures"]) for note in data["notes"]] == [2, 1]


@pytest.mark.parametrize("make", [lambda: Heading(5, "x"), lambda: Table([], []), lambda: Table(["a"], [["1", "2"]])])
def test_impossible_blocks_do_not_exist(make):
    with pytest.raises(ValueError):
        make()
