"""Working days of mainland China: published holidays, make-up workdays, due days.

A year is *sure* once the State Council has published its arrangement; before that the
statutory festivals and plain weekends are used and every answer carries ``sure=False``
(shown as 待国务院通知).
"""

from weian.kernel.calendar.days import (
    add_working_days,
    due_at,
    is_sure,
    is_working_day,
    next_working_day,
    overdue_days,
    working_days_between,
)
from weian.kernel.calendar.festivals import statutory_festivals
from weian.kernel.calendar.table import (
    NOT_PUBLISHED,
    BadHolidayFile,
    HolidayTable,
    Source,
    Year,
    load,
    parse_year,
)

__all__ = [
    "NOT_PUBLISHED",
    "BadHolidayFile",
    "HolidayTable",
    "Source",
    "Year",
    "add_working_days",
    "due_at",
    "is_sure",
    "is_working_day",
    "load",
    "next_working_day",
    "overdue_days",
    "parse_year",
    "statutory_festivals",
    "working_days_between",
]
