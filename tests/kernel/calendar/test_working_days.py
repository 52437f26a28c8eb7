"""Counting working days over holidays, make-up workdays and years not yet arranged."""

import datetime as dt
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weian.kernel.calendar import (
    add_working_days,
    due_at,
    is_sure,
    is_working_day,
    load,
    next_working_day,
    overdue_days,
    statutory_festivals,
    working_days_between,
)

TABLE = load()
days = st.dates(date(2018, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 9, 29), 3, date(2026, 10, 9)),  # 国庆 1–7 October
        (date(2026, 10, 8), 2, date(2026, 10, 10)),  # Saturday 10 October is worked
        (date(2025, 1, 24), 2, date(2025, 1, 27)),  # Sunday 26 January is worked
        (date(2025, 1, 27), 1, date(2025, 2, 5)),  # eight days of 春节
        (date(2025, 2, 5), -1, date(2025, 1, 27)),
        (date(2026, 10, 3), 0, date(2026, 10, 3)),
        (date(2020, 1, 23), 1, date(2020, 2, 3)),  # 春节 extended by a later notice
    ],
)
def test_the_nth_working_day(day, n, expected):
    assert add_working_days(day, n, TABLE) == expected


@given(day=days, n=st.integers(-60, 60))
def test_counting_back_gives_what_was_added(day, n):
    if n < 0:
        # Backwards the mirror holds from a working day: from a day off, one step is lost.
        day = next_working_day(day, TABLE)
    assert working_days_between(day, add_working_days(day, n, TABLE), TABLE) == n


@given(a=days, b=days, c=days)
def test_counts_add_up(a, b, c):
    whole = working_days_between(a, c, TABLE)
    assert whole == working_days_between(a, b, TABLE) + working_days_between(b, c, TABLE)


@given(day=days)
def test_next_working_day_is_the_first_one(day):
    found = next_working_day(day, TABLE)
    assert is_working_day(found, TABLE)[0]
    assert not any(is_working_day(day + dt.timedelta(n), TABLE)[0] for n in range((found - day).days))


def test_a_year_without_a_notice_is_not_sure():
    assert is_working_day(date(2027, 2, 8), TABLE) == (False, False)  # 初三, a Monday
    assert is_working_day(date(2027, 2, 9), TABLE) == (True, False)
    assert is_working_day(date(2026, 11, 23), TABLE) == (True, True)


def test_the_last_days_of_december_wait_for_the_next_notice():
    assert is_working_day(date(2025, 12, 31), TABLE) == (True, True)
    assert is_working_day(date(2026, 12, 28), TABLE) == (True, True)
    assert is_working_day(date(2026, 12, 29), TABLE) == (True, False)
    # Why: this Saturday was made a workday by the notice for the following year.
    assert is_working_day(date(2011, 12, 31), TABLE) == (True, True)


def test_a_span_is_sure_only_if_all_of_it_is():
    assert is_sure(date(2024, 12, 1), date(2026, 12, 1), TABLE)
    assert not is_sure(date(2026, 12, 1), date(2027, 1, 5), TABLE)
    assert not is_sure(date(2027, 1, 5), date(2026, 12, 1), TABLE)


@pytest.mark.parametrize(
    ("year", "eve", "qingming", "dragon", "autumn"),
    [
        (2025, date(2025, 1, 28), date(2025, 4, 4), date(2025, 5, 31), date(2025, 10, 6)),
        (2026, date(2026, 2, 16), date(2026, 4, 5), date(2026, 6, 19), date(2026, 9, 25)),
        (2027, date(2027, 2, 5), date(2027, 4, 5), date(2027, 6, 9), date(2027, 9, 15)),
        (2028, date(2028, 1, 25), date(2028, 4, 4), date(2028, 5, 28), date(2028, 10, 3)),
    ],
)
def test_statutory_festivals_by_rule(year, eve, qingming, dragon, autumn):
    festivals = statutory_festivals(year)
    assert {eve, qingming, dragon, autumn, date(year, 1, 1), date(year, 5, 2), date(year, 10, 3)} <= festivals.keys()
    assert len(festivals) == (12 if autumn == date(year, 10, 3) else 13)


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_festival_by_rule_is_off_in_the_published_table(year):
    assert statutory_festivals(year).keys() <= TABLE.years[year].off.keys()


def test_a_due_day_includes_the_day():
    due = due_at(date(2026, 11, 30))
    assert due.isoformat() == "2026-12-01T00:00:00+08:00"
    assert dt.datetime(2026, 11, 30, 15, 59, 59, tzinfo=dt.UTC) < due


@pytest.mark.parametrize(
    ("due", "today", "working", "expected"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), True, 0),
        (date(2026, 11, 20), date(2026, 11, 19), False, 0),
        (date(2026, 11, 20), date(2026, 11, 22), True, 0),  # Friday to Sunday
        (date(2026, 11, 20), date(2026, 11, 22), False, 2),
        (date(2026, 11, 20), date(2026, 11, 23), True, 1),
        (date(2026, 9, 30), date(2026, 10, 8), True, 1),
    ],
)
def test_lateness(due, today, working, expected):
    assert overdue_days(due, today, working=working, table=TABLE) == expected
