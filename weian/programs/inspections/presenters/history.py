"""What happened, in words, from the audit's verbs."""

from __future__ import annotations

from typing import Any

from weian.foundation.audit import api as audit
from weian.foundation.people import api as people
from weian.foundation.people.api import Viewer
from weian.programs.inspections.models import Inspection

WORDS = {
    "inspection.submitted": "提交检查", "inspection.planned": "列入检查计划", "inspection.started": "到场开始",
    "inspection.answered": "填检查表", "inspection.held": "检查完毕，送审", "inspection.released": "审核公布",
    "inspection.shown": "交换意见", "inspection.signed": "签字确认", "inspection.objected": "提出异议",
    "inspection.refused": "拒绝签字", "inspection.closed": "办结", "inspection.cancelled": "取消",
    "inspection.leaked": "记走漏消息",
}  # fmt: skip


def history(visit: Inspection, viewer: Viewer) -> list[dict[str, Any]]:
    """The events of an inspection, newest first. How it was planned under seal is no event of the unit, and that the
    office looks for a leak is told to its own people alone."""
    hidden = {"inspection.planned"} if visit.sealed else set()
    if viewer.unit.pk != visit.office_id:
        hidden.add("inspection.leaked")
    events = [event for event in audit.history(visit.pk) if event.verb in WORDS and event.verb not in hidden]
    who = people.who((event.actor, event.post) for event in events)
    return [
        {"at": one.at, "what": WORDS[one.verb], "why": one.why, "who": str(who.get((one.actor, one.post), ""))}
        for one in events
    ]  # fmt: skip
