from __future__ import annotations

from datetime import date, datetime, timedelta

from weian.kernel import calendar, clock

# [D] of requirement S0-0.1: a notice is signed for within one working day.
SIGN_WITHIN = 1

# [D] of requirement S0-0.2: what rests on a document that lost force is looked at again within thirty days.
REVIEW_WITHIN = timedelta(days=30)


def sign_by(sent_on: date) -> date:
    """The last day on which a document sent on `sent_on` is signed in time."""
    return calendar.add_working_days(sent_on, SIGN_WITHIN, calendar.load())


def review_by(annulled_at: datetime) -> date:
    """The day until which the clauses that rest on an annulled document are to be reviewed."""
    return annulled_at.astimezone(clock.SHANGHAI).date() + REVIEW_WITHIN


def is_sure(sent_on: date, due: date) -> bool:
    """Whether the working days of the term are arranged officially; otherwise it stands under 待国务院通知."""
    return calendar.is_sure(sent_on, due, calendar.load())
