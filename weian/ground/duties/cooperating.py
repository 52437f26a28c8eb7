"""Periods of co-operation, and who may do what with it. `check_…` raises Refused; `asks` of access wraps them."""

from __future__ import annotations

from datetime import date

from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.duties import due as days
from weian.ground.duties.models import Cooperation, Transfer
from weian.ground.duties.pack_schema import cooperation_rule
from weian.kernel import clock


def period_of(day: date) -> days.Period:
    """The period in which `day` lies, by the cadence of the packs."""
    found = days.period_on(cooperation_rule().every, "", day)
    assert found is not None, "the schema of the rule allows months and years only"
    return found


def periods_of(one: Cooperation, on: date) -> list[days.Period]:
    """The present period and the earlier ones since the agency was named, newest first."""
    return days.periods_until(cooperation_rule().every, "", first_day(one), on)


def first_day(one: Cooperation) -> date:
    return one.made_at.astimezone(clock.SHANGHAI).date()


def word_of(period: days.Period) -> str:
    """2026年上半年; other cadences by their months."""
    first, last = period.start.month, period.due.month
    halves = {(1, 6): "上半年", (7, 12): "下半年", (1, 12): ""}
    return f"{period.start.year}年" + halves.get((first, last), f"{first}—{last}月")


def check_can_lead(by: Viewer, one: Cooperation) -> None:
    """The one lead: the desk of the commission under which the agency is named."""
    by.check(May.ISSUE_NOTICE)
    if by.unit.pk != one.unit_id:
        raise Refused(f"这项要求在本地由{one.unit.title}牵头，由{one.unit.title}办理。")


def check_can_urge(by: Viewer, one: Cooperation, start: date) -> None:
    """Once a day, and only for a period in which nothing was done."""
    check_can_lead(by, one)
    if one.agency is None:
        raise Refused(f"“{one.name}”还没有对应到协同部门，对应后才能催办。")
    if start not in {period.start for period in periods_of(one, clock.today())}:
        raise Refused("没有这一期，不能催办。")
    if one.contributions.filter(period_start=start).exists():
        raise Refused(f"{one.who}这一期已经有行动，不用催。")
    if one.urged_on == clock.today() and one.urged_for == start:
        raise Refused("今天已经催过，一天只催一次。")


def check_can_contribute(by: Viewer, one: Cooperation) -> None:
    """The named agency's own people."""
    by.check(May.COOPERATE)
    if by.unit.pk != one.agency_id:
        raise Refused(f"这里由{one.who}登记自己的行动。")


def check_can_transfer(by: Viewer, one: Cooperation) -> None:
    check_can_lead(by, one)
    if one.agency is None:
        raise Refused(f"“{one.name}”还没有对应到协同部门，对应后才能移交。")


def check_can_answer_transfer(by: Viewer, transfer: Transfer) -> None:
    check_can_contribute(by, transfer.cooperation)
    if transfer.answered_at is not None:
        raise Refused("这件移交已经答复过了。")
