"""A term is told relative to now; only lateness is turned inside out."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weian.kernel import clock
from weian.ui.clocks import clock_of, late_by

NOW = datetime(2026, 11, 23, 9, 42, tzinfo=clock.SHANGHAI)


@pytest.mark.parametrize(
    ("due", "kind", "told"),
    [
        (NOW - timedelta(minutes=22), "late", "逾期 22\u00a0分钟"),
        (NOW - timedelta(hours=9), "late", "逾期 9\u00a0小时"),
        (NOW - timedelta(days=2), "late", "逾期 2\u00a0天"),
        (NOW.replace(hour=17, minute=0), "today", "今天\u00a017:00"),
        (NOW + timedelta(days=1), "soon", "明天"),
        (NOW + timedelta(days=14), "soon", "剩 14\u00a0天"),
        (NOW + timedelta(days=15), "far", "12-08"),
        (NOW + timedelta(days=60), "far", "2027-01-22"),
        (date(2026, 11, 23), "today", "今天"),
        (date(2026, 11, 22), "late", "逾期 1\u00a0天"),
        (date(2026, 11, 27), "soon", "剩 4\u00a0天"),
        (None, "none", "没有期限"),
    ],
)
def test_the_words_of_a_term(due: date | datetime | None, kind: str, told: str) -> None:
    clocked = clock_of(due, NOW)
    assert (clocked.kind, clocked.text) == (kind, told)


def test_a_day_is_due_until_its_end() -> None:
    assert clock_of(date(2026, 11, 23), NOW.replace(hour=23, minute=58)).kind == "today"


@given(st.integers(-(10**6), 10**6))
def test_late_means_past(minutes: int) -> None:
    assert (clock_of(NOW + timedelta(minutes=minutes), NOW).kind == "late") == (minutes < 0)


def test_a_lateness_counted_elsewhere_keeps_its_unit() -> None:
    assert late_by(3, "个工作日").text == "逾期 3\u00a0个工作日"
