"""What happened, in words, from the audit's verbs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from weian.foundation.audit import api as audit
from weian.foundation.people import api as people

WORDS = {
    "contractor.added": "登记承包方", "contract.signed": "登记合同", "contract.ended": "提前终止合同",
    "charge.made": "记到承包方账上", "charge.proved": "承包方上传整改证明", "permit.asked": "申请作业票",
    "permit.approved": "批准", "permit.refused": "不批准", "permit.working": "开始作业", "permit.ended": "作业结束",
    "permit.closed": "复查", "permit.halted": "叫停", "permit.cancelled": "作废", "site.added": "登记项目",
    "site.building": "开工", "site.finished": "竣工", "site.agency_invited": "请协同部门",
    "stop_order.ordered": "停工", "stop_order.asked": "申请复工", "stop_order.resume_refused": "不同意复工",
    "stop_order.lifted": "同意复工",
}  # fmt: skip


def history(*records: UUID) -> list[dict[str, Any]]:
    """The events of some records, newest first."""
    found = [event for record in records for event in audit.history(record) if event.verb in WORDS]
    events = sorted(found, key=lambda one: (one.at, one.seq), reverse=True)
    who = people.who((event.actor, event.post) for event in events)
    return [
        {"at": one.at, "what": WORDS[one.verb], "why": one.why, "who": str(who.get((one.actor, one.post), ""))}
        for one in events
    ]  # fmt: skip
