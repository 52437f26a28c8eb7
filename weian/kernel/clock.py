"""The one clock. Nothing else in the product reads the time of day.

The demo and the tests move it; SQL never uses now() as a default.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_fixed: ContextVar[datetime | None] = ContextVar("weian_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in Asia/Shanghai."""
    fixed = _fixed.get()
    return fixed if fixed is not None else datetime.now(SHANGHAI)


def today() -> date:
    """The present day in Asia/Shanghai."""
    return now().date()


def morning(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time(), tzinfo=SHANGHAI)


@contextmanager
def moved_to(moment: datetime | date | str) -> Iterator[None]:
    """Stand the clock still at `moment` (a bare date means 09:00 of that day)."""
    token = _fixed.set(_aware(moment))
    try:
        yield
    finally:
        _fixed.reset(token)


@contextmanager
def moved_by(delta: timedelta) -> Iterator[None]:
    """Move the clock by `delta` from where it stands and hold it there."""
    token = _fixed.set(now() + delta)
    try:
        yield
    finally:
        _fixed.reset(token)


def _aware(moment: datetime | date | str) -> datetime:
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, 9)
    return moment.replace(tzinfo=SHANGHAI) if moment.tzinfo is None else moment.astimezone(SHANGHAI)
