"""What time words mean: one table, and properties that hold for every date."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weian.kernel.text.dates import Context, find_whens
from weian.kernel.text.glyphs import fold
from weian.kernel.text.numerals import parse_number, to_chinese

ISSUED = date(2024, 3, 1)

# words, kind, first day, last day, event
TABLE = [
    ("2019年12月31日前", "due", None, "2019-12-31", None),
    ("于2023年1月10日之前报送", "due", None, "2023-01-10", None),
    ("6月底前", "due", None, "2024-06-30", None),
    ("到2023年底", "due", None, "2023-12-31", None),
    ("到2025年，覆盖率", "due", "2025-01-01", "2025-12-31", None),
    ("年底前完成", "due", None, "2024-12-31", None),
    ("上半年前完成", "due", None, "2024-06-30", None),
    ("二季度末完成", "due", None, "2024-06-30", None),
    ("将于1月中上旬组织", "due", None, "2024-01-20", None),
    ("7月22日17：00前", "due", None, "2024-07-22", None),
    ("于5月6日（星期一）前", "due", None, "2024-05-06", None),
    ("2024-07-05前", "due", None, "2024-07-05", None),
    ("十二月二十日前", "due", None, "2024-12-20", None),
    ("二零二五年一月六日前", "due", None, "2025-01-06", None),
    ("2月底前", "due", None, "2024-02-29", None),
    ("自本函印发之日起10日内", "due", None, "2024-03-11", None),
    ("2020年1月1日—2020年2月29日", "span", "2020-01-01", "2020-02-29", None),
    ("6月1日至30日", "span", "2024-06-01", "2024-06-30", None),
    ("3-5月", "span", "2024-03-01", "2024-05-31", None),
    ("11月—次年1月", "span", "2024-11-01", "2025-01-31", None),
    ("2023年11月1日起至2024年3月31日", "span", "2023-11-01", "2024-03-31", None),
    ("2024年11月1日至3月31日", "span", "2024-11-01", "2025-03-31", None),
    ("即日起至12月底", "span", "2024-03-01", "2024-12-31", None),
    ("从即日起到2020年全国两会结束", "event", "2024-03-01", None, "2020年全国两会结束"),
    ("2020年3月1日—全国“两会”结束", "event", "2020-03-01", None, "全国“两会”结束"),
    ("春节前完成", "event", None, None, "春节前"),
    ("收到通知后5个工作日内", "event", None, None, "收到通知后5个工作日内"),
    ("自9月1日起施行", "start", "2024-09-01", None, None),
    ("11月9日前后组织", "bare", "2024-11-09", "2024-11-09", None),
    ("6月份集中开展", "bare", "2024-06-01", "2024-06-30", None),
]


@pytest.mark.parametrize(("words", "kind", "first", "last", "event"), TABLE, ids=[row[0] for row in TABLE])
def test_time_words_mean_what_an_official_means(words, kind, first, last, event):
    (when,) = find_whens(fold(words), Context(2024, issued=ISSUED))
    found = (when.kind, when.first and when.first.isoformat(), when.last and when.last.isoformat(), when.event)
    assert found == (kind, first, last, event)


@pytest.mark.parametrize(
    "words", ["通过3—5年持续完善", "每月25日", "吉卫安委发〔2022〕14号", "第3季节", "13月5日", "年终考核"]
)
def test_words_that_only_look_like_dates_are_left_alone(words):
    assert find_whens(fold(words), Context(2024, issued=ISSUED)) == []


def test_a_day_that_does_not_exist_is_told_and_not_repaired():
    (when,) = find_whens("2023年2月30日前")
    assert when.last is None
    assert when.doubts == ("2023年2月30日这一天不存在",)


def test_a_date_without_a_year_takes_the_year_of_the_one_before_it():
    first, second = find_whens("2020年1月10日前报方案，2月28日前报总结", Context(2024))
    assert (first.last, second.last) == (date(2020, 1, 10), date(2020, 2, 28))


def test_a_list_of_days_shares_its_deadline_word():
    whens = find_whens("分别于6月20日和12月10日前报送", Context(2024))
    assert [(when.kind, when.last) for when in whens] == [("due", date(2024, 6, 20)), ("due", date(2024, 12, 10))]


def test_a_list_of_years_shares_its_until():
    whens = find_whens("到2025年和2030年，比例达到", Context())
    assert [(when.kind, when.last) for when in whens] == [("due", date(2025, 12, 31)), ("due", date(2030, 12, 31))]


def test_without_any_year_the_words_are_kept_and_the_doubt_is_told():
    (when,) = find_whens("5月31日前")
    assert (when.last, when.event, when.year_from) == (None, "5月31日", "none")
    assert when.doubts


days = st.dates(date(1990, 1, 1), date(2189, 12, 31))


@given(days)
def test_every_written_date_comes_back(day):
    words = f"{day.year}年{day.month}月{day.day}日前"
    (when,) = find_whens(words)
    assert (when.kind, when.last, when.start, when.end) == ("due", day, 0, len(words))


@given(days)
def test_chinese_numerals_say_the_same_as_digits(day):
    words = f"{day.year}年{to_chinese(day.month)}月{to_chinese(day.day)}日前"
    (when,) = find_whens(words)
    assert when.last == day


@given(days, days)
def test_a_written_span_keeps_both_ends(first, last):
    first, last = sorted((first, last))
    words = f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"
    (when,) = find_whens(words)
    assert (when.kind, when.first, when.last) == ("span", first, last)


@settings(max_examples=300)
@given(
    st.text(
        alphabet="0123年月日号前底末起至到—-上中下旬半季度每于自从、，。春节两会结束收到通知后内个工作小时二〇四十今明次",
        max_size=24,
    )
)
def test_no_words_break_the_grammar_and_spans_never_overlap(words):
    whens = find_whens(fold(words), Context(2024, issued=ISSUED))
    edges = [edge for when in whens for edge in (when.start, when.end)]
    assert edges == sorted(edges)
    assert all(0 <= when.start < when.end <= len(words) for when in whens)


def test_a_day_long_before_the_issue_is_of_the_next_year_and_lends_that_year_to_nobody():
    whens = find_whens("3月底前完成改造，12月10日前报方案", Context(2026, issued=date(2026, 11, 20)))
    assert [when.last for when in whens] == [date(2027, 3, 31), date(2026, 12, 10)]


def test_batches_share_the_word_that_binds_them():
    whens = find_whens("首批7月22日、次批7月23日中午前上岸", Context(2026, issued=date(2026, 7, 20)))
    assert [(when.kind, when.last.day) for when in whens] == [("due", 22), ("due", 23)]


def test_what_was_laid_long_ago_sets_no_day():
    (when,) = find_whens("2005年以前敷设的线路", Context(2026, issued=date(2026, 4, 8)))
    assert when.kind == "bare"


@given(st.integers(0, 99))
def test_numerals_read_back_what_they_wrote(value):
    assert parse_number(to_chinese(value)) == value
