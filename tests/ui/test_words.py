"""Figures, units and days as the interface writes them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weian.kernel import clock
from weian.ui import words


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (3, "条", "3\u00a0条"),
        (20851, "人", "20,851\u00a0人"),
        (0, "家", "0\u00a0家"),
        (92.4, "%", "92.4%"),
        (11, "月", "11月"),
        (None, "条", "—\u00a0条"),
    ],
)
def test_a_figure_never_breaks_from_its_unit(value: float | None, unit: str, told: str) -> None:
    assert words.amount(value, unit) == told


@pytest.mark.parametrize(
    ("plain", "told"),
    [
        ("剩4天", "剩 4\u00a0天"),
        ("剩 4 天", "剩 4\u00a0天"),
        ("向412家下发10条", "向 412\u00a0家下发 10\u00a0条"),
        ("共1,208行", "共 1,208\u00a0行"),
        ("11月23日", "11月23日"),
        ("截至11月23日共3件", "截至 11月23日共 3\u00a0件"),
        ("今日3件", "今日 3\u00a0件"),
        ("2026年11月", "2026年11月"),
        ("受训率达到100%。", "受训率达到 100%。"),
        ("2026-11-23 截止", "2026-11-23\u00a0截止"),
        ("没有数字", "没有数字"),
        ("", ""),
    ],
)
def test_a_plain_sentence_gets_its_spaces(plain: str, told: str) -> None:
    assert words.spaced(plain) == told


@given(st.text(alphabet="剩余4 0.,%月日天条（）-", max_size=30))
def test_spacing_twice_changes_nothing_and_loses_nothing(text: str) -> None:
    once = words.spaced(text)
    assert words.spaced(once) == once
    bare = str.maketrans("", "", " \u00a0")
    assert once.translate(bare) == text.translate(bare)


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (378, 409, "92.4%"),
        (409, 409, "100%"),
        (9999, 10000, "99.9%"),  # one is left: it is not 100 %
        (1, 10000, "0.1%"),  # one is done: it is not 0 %
        (0, 5, "0%"),
        (1, 2, "50%"),
        (0, 0, None),
        (5, None, None),
        (None, 5, None),
    ],
)
def test_a_rate_never_hides_its_remainder(part: int | None, whole: int | None, told: str | None) -> None:
    assert words.share(part, whole) == told


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_only_the_finished_is_a_hundred_per_cent(part: int, whole: int) -> None:
    part = min(part, whole)
    told = words.share(part, whole)
    assert (told == "100%") == (part == whole)
    assert (told == "0%") == (part == 0)


def test_days_and_moments() -> None:
    with clock.moved_to("2026-11-23T09:42"):
        assert words.cndate(date(2026, 11, 23)) == "11月23日"
        assert words.cndate(date(2025, 3, 8)) == "2025年3月8日"
        assert words.mmdd(date(2026, 1, 5)) == "01-05"
        assert words.mmdd(date(2025, 1, 5)) == "2025-01-05"
        assert words.mmdd(date(2027, 1, 5)) == "01-05"
        assert words.isodate(None) == ""
        assert words.weekday(date(2026, 11, 23)) == "星期一"
        at = datetime(2026, 11, 23, 8, 12, tzinfo=clock.SHANGHAI)
        assert words.moment(at) == "今天\u00a008:12"
        assert words.moment(at.replace(day=20)) == "11-20\u00a008:12"
        assert words.moment(at.replace(year=2025)) == "2025-11-23"
        assert words.hhmm(at.replace(hour=23, minute=59)) == "24:00"


def test_a_moment_stored_in_utc_is_told_in_shanghai() -> None:
    with clock.moved_to("2026-11-23T09:42"):
        assert words.moment(datetime.fromisoformat("2026-11-22T16:30:00+00:00")) == "今天\u00a000:30"


def test_file_sizes() -> None:
    assert words.filesize(900_000) == "0.9\u00a0MB"
    assert words.filesize(64_000) == "64\u00a0KB"
    assert words.filesize(3) == "1\u00a0KB"


@pytest.mark.parametrize(
    "minutes", [[], [0], [1350, 450, 450], [20, 20, 20], [7, 7, 7, 7], [86400, 1350, 33, 1], [3, 3], [2] * 50]
)
def test_parts_in_hours_add_up_to_the_sum_that_is_shown(minutes: list[int]) -> None:
    parts = words.parted(minutes)
    assert sum(parts) == words.tenths(sum(minutes))
    assert all(abs(part * 6 - one) < 6 for part, one in zip(parts, minutes, strict=True))
    assert [words.hours(words.tenths(one)) for one in (1350, 1200, 146_880)] == ["22.5", "20", "2,448"]
