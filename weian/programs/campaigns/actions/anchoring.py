"""Entering the day of an event that a stage or a line hangs on, such as 全国两会结束 (requirement S2-3.0)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused
from weian.ground.duties import api as duties
from weian.kernel.actor import Actor
from weian.programs.campaigns import access
from weian.programs.campaigns.models import Campaign, Stage


@transaction.atomic
def anchor_stage(stage: Stage, *, by: Actor, from_date: date | None = None, to_date: date | None = None) -> None:
    """Set the days of a stage; obligations that wait for the same event get their term with it.

    Only ends that hang on an event may be set here; written ones stay as written. Raises Refused.
    """
    access.check_can_anchor(by, stage.campaign)
    if (from_date and not stage.from_event) or (to_date and not stage.to_event):
        raise Refused("通知里写明的日期不能在这里改；只有以事件为起止的阶段可以填日期。")
    start, end = from_date or stage.from_date, to_date or stage.to_date
    if start and end and end < start:
        raise Refused(f"结束日期 {end} 早于开始日期 {start}，请核对。")
    with audit.changed(stage, "stage.anchored", by=by, facts={"from": str(start or ""), "to": str(end or "")}):
        stage.from_date, stage.to_date = start, end
    _reach_of(stage.campaign, stage, end, by)
    if end and stage.to_event:
        stage.campaign.proposals.filter(due_event=stage.to_event, due=None).update(due=end)
        duties.date_event(stage.campaign.document, stage.to_event, end, by=by)


@transaction.atomic
def date_event(campaign: Campaign, event: str, day: date, *, by: Actor) -> int:
    """The day of an event that lines hang on without a stage of its own (供暖季开始); returns how many lines got it."""
    access.check_can_anchor(by, campaign)
    waiting = campaign.proposals.accepted().filter(due_event=event, due=None)
    found = waiting.update(due=day) if event and campaign.was_issued else 0
    if not found:
        raise Refused("没有条目在等这个日期；可能别人刚刚填过，请刷新看看。")
    duties.date_event(campaign.document, event, day, by=by)
    return found


def _reach_of(campaign: Campaign, stage: Stage, end: date | None, by: Actor) -> None:
    """The campaign ends when its last open-ended stage does."""
    if end and stage.to_event and campaign.ends_event == stage.to_event and campaign.ends != end:
        with audit.changed(campaign, "campaign.end_known", by=by, facts={"ends": str(end)}):
            campaign.ends = end
