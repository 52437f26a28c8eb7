"""The clock of a term: how long is left, or how late it is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from weian.kernel import clock
from weian.ui.words import NBSP, amount, hhmm, isodate, local, mmdd

Kind = Literal["late", "today", "soon", "far", "none"]

# Stands beside what hangs on a year whose holidays are not arranged yet.
UNSURE = "（节假日待国务院通知）"

# Within so many days a term is told relative to now; beyond, by its date.
NEAR_DAYS = 14


@dataclass(frozen=True)
class Clock:
    """Words of a term. ``kind`` chooses the drawing: only ``late`` is turned inside out."""

    kind: Kind
    text: str
    full: str = ""


def clock_of(due: date | datetime | None, now: datetime | None = None) -> Clock:
    """The term as seen from now; a bare date is due at the end of that day."""
    if due is None:
        return Clock("none", "没有期限")
    now = local(now or clock.now())
    if isinstance(due, datetime):
        return _of_moment(local(due), now)
    return _of_day(due, now.date())


def late_by(days: int, unit: str = "天", *, sure: bool = True) -> Clock:
    """A lateness that was counted elsewhere, in working days for instance; not sure where a year is not arranged."""
    return Clock("late", f"逾期 {amount(days, unit)}{'' if sure else UNSURE}")


def _of_moment(due: datetime, now: datetime) -> Clock:
    full = f"{mmdd(due)}{NBSP}{hhmm(due)}"
    if due < now:
        return Clock("late", f"逾期 {_span(now - due)}", full)
    if due.date() == now.date():
        return Clock("today", f"今天{NBSP}{hhmm(due)}", full)
    return _ahead(due.date(), now.date(), full)


def _of_day(due: date, today: date) -> Clock:
    full = mmdd(due)
    if due < today:
        return Clock("late", f"逾期 {amount((today - due).days, '天')}", full)
    if due == today:
        return Clock("today", "今天", full)
    return _ahead(due, today, full)


def _ahead(due: date, today: date, full: str) -> Clock:
    days = (due - today).days
    if days == 1:
        return Clock("soon", "明天", full)
    if days <= NEAR_DAYS:
        return Clock("soon", f"剩 {amount(days, '天')}", full)
    return Clock("far", mmdd(due) if due.year == today.year else isodate(due), full)


def _span(delta: timedelta) -> str:
    if delta >= timedelta(days=1):
        return amount(delta.days, "天")
    if delta >= timedelta(hours=1):
        return amount(int(delta.total_seconds() // 3600), "小时")
    return amount(max(1, int(delta.total_seconds() // 60)), "分钟")
