"""When a step is reached."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from weian.foundation.ladder.climbers import Waiting
from weian.foundation.ladder.pack_schema import Ladder, Step
from weian.kernel import calendar, clock


def reached_at(step: Step, one: Waiting) -> datetime:
    """The moment at which the thing stands on this step, if nobody does it before.

    Working days count from the due day as lateness does: the first working day after it is one.
    """
    if step.unit == "minutes":
        return one.since + timedelta(minutes=step.offset)
    assert one.due is not None
    if step.unit == "working_days" and step.offset:
        return clock.morning(calendar.add_working_days(one.due, step.offset, calendar.load()))
    if step.offset < 0:
        return clock.morning(one.due + timedelta(days=step.offset))
    return one.since + timedelta(days=step.offset)


def is_sure(step_at: datetime, due: date | None) -> bool:
    """Whether every day on the way is arranged; otherwise the moment stands under 待国务院通知."""
    return due is None or calendar.is_sure(due, step_at.astimezone(clock.SHANGHAI).date(), calendar.load())


def reached(ladder: Ladder, one: Waiting, now: datetime) -> list[tuple[int, Step, datetime]]:
    """Number, step and moment of every step that is reached now; reminders only until the term is over."""
    found = []
    for number, step in enumerate(ladder.steps):
        early = step.offset < 0
        if early and (not one.reminds_early or now >= one.since):
            continue
        at = reached_at(step, one)
        if at <= now:
            found.append((number, step, at))
    return found


def horizon(ladders: list[Ladder]) -> timedelta:
    """How far ahead of the due day the earliest reminder stands."""
    ahead = [-step.offset for one in ladders for step in one.steps if step.offset < 0]
    return timedelta(days=max(ahead, default=0))
