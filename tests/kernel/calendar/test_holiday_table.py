"""The published tables load, agree with the source package, and refuse nonsense."""

import datetime as dt
from pathlib import Path

import chinese_calendar
import pytest

from weian.kernel.calendar import BadHolidayFile, HolidayTable, is_working_day, load, parse_year
from weian.kernel.calendar.generate import main, published

TABLE = load()


def test_every_published_day_is_judged_as_the_source_package_judges_it():
    day = dt.date(2004, 1, 1)
    while day <= dt.date(2026, 12, 31):
        assert is_working_day(day, TABLE)[0] == chinese_calendar.is_workday(day), day
        day += dt.timedelta(days=1)


def test_the_committed_files_are_what_the_generator_writes(tmp_path):
    assert main([str(tmp_path)]) == 0
    assert load(tmp_path) == TABLE
    assert len(TABLE.years) == len(published())


def test_the_generator_leaves_an_existing_year_alone(tmp_path):
    (tmp_path / "2025.yaml").write_text("year: 2025\nsources: []\nrest: []\nwork: []\n")
    main([str(tmp_path)])
    assert load(tmp_path).years[2025].off == {}


def test_a_year_names_its_notice_and_its_amendment():
    assert [s.doc_no for s in TABLE.years[2020].sources] == ["国办发明电〔2019〕16号", "国办发明电〔2020〕1号"]
    assert TABLE.years[2004].sources[0].doc_no is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ({}, "缺少年份"),
        ({"year": 2025, "off": [], "work": [], "sources": []}, "四项"),
        (
            {
                "year": 2025,
                "rest": [{"from": dt.date(2024, 1, 1), "to": dt.date(2024, 1, 1)}],
                "work": [],
                "sources": [],
            },
            "不在 2025 年",
        ),
        (
            {
                "year": 2025,
                "rest": [{"from": dt.date(2025, 1, 2), "to": dt.date(2025, 1, 1)}],
                "work": [],
                "sources": [],
            },
            "早于开始",
        ),
        ({"year": 2025, "rest": [], "work": [{"day": "2025-1-26"}], "sources": []}, "不是日期"),
        ({"year": 2025, "rest": [], "work": [{"day": dt.datetime(2025, 1, 26)}], "sources": []}, "不是日期"),
        ({"year": 2025, "rest": [], "work": [{"day": dt.date(2025, 1, 26)}] * 2, "sources": []}, "写了两次"),
        ({"year": 2025, "rest": [], "work": "x", "sources": []}, "应当是一个列表"),
        ({"year": 2025, "rest": [], "work": [], "sources": [{"doc_no": "1"}]}, "缺少通知标题"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(text, reason):
    with pytest.raises(BadHolidayFile, match=reason):
        parse_year(text)


def test_a_day_cannot_be_both_off_and_worked():
    day = dt.date(2025, 1, 1)
    with pytest.raises(BadHolidayFile, match="既写成放假又写成上班"):
        parse_year({"year": 2025, "rest": [{"from": day, "to": day}], "work": [{"day": day}], "sources": []})


def test_the_file_is_named_in_the_refusal(tmp_path: Path):
    (tmp_path / "2025.yaml").write_text("year: [", encoding="utf-8")
    with pytest.raises(BadHolidayFile, match=r"2025\.yaml"):
        load(tmp_path)


def test_an_empty_folder_and_a_doubled_year_are_refused(tmp_path):
    with pytest.raises(BadHolidayFile, match="没有找到"):
        load(tmp_path)
    with pytest.raises(BadHolidayFile, match="两次"):
        HolidayTable.of([TABLE.years[2025], TABLE.years[2025]])
