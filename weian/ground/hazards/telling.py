"""Messages to people about a hazard. They tell; what is to be done stands in the lists."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from weian.foundation.inbox import api as inbox
from weian.foundation.org.models import Unit
from weian.foundation.people import api as people
from weian.foundation.people.api import May
from weian.foundation.people.models import Person
from weian.ground.hazards import access, outside, turns
from weian.ground.hazards.kinds import Grade
from weian.ground.hazards.models import Extension, Hazard, Plea, Referral, Regrade, Supervision


def reported(hazard: Hazard) -> None:
    _tell_desk(hazard, hazard.unit, f"新登记隐患：{hazard.title}")


def assigned(hazard: Hazard) -> None:
    _tell(hazard, hazard.responsible, f"请整改隐患：{hazard.title}", f"期限 {hazard.due}" if hazard.due else "")


def place_corrected(hazard: Hazard) -> None:
    _tell(hazard, hazard.responsible, f"隐患的地点已更正：{hazard.title}", hazard.place)


def awaits_verification(hazard: Hazard) -> None:
    _tell_desk(hazard, turns.judging_unit(hazard), f"等待验收：{hazard.title}")


def returned(hazard: Hazard) -> None:
    _tell(hazard, hazard.responsible, f"退回整改：{hazard.title}", hazard.return_reason)


def verified(hazard: Hazard) -> None:
    _tell(hazard, hazard.responsible, f"验收通过：{hazard.title}")


def closed(hazard: Hazard) -> None:
    _tell(hazard, hazard.found_by, f"您报的隐患已销号：{hazard.title}", hazard.close_no)


def reopened(hazard: Hazard) -> None:
    _tell_desk(hazard, hazard.unit, f"隐患重开：{hazard.title}", hazard.reopen_reason)


def extension_asked(extension: Extension) -> None:
    hazard = extension.hazard
    _tell_desk(hazard, _deciding_unit(hazard), f"申请延期到 {extension.until}：{hazard.title}", extension.reason)


def _deciding_unit(hazard: Hazard) -> Unit:
    """Where the unit has nobody else to decide, the desk above is told: it may decide as well."""
    unit = turns.judging_unit(hazard)
    if unit.pk == hazard.unit_id and hazard.unit.parent and not access.has_third_person(hazard):
        return hazard.unit.parent
    return unit


def extension_decided(extension: Extension) -> None:
    title = f"{extension.get_decision_display()}延期到 {extension.until}：{extension.hazard.title}"
    _tell(extension.hazard, extension.asked_by, title, extension.decision_reason)


def regrade_asked(asked: Regrade) -> None:
    hazard = asked.hazard
    above = hazard.unit.parent or hazard.unit
    _tell_desk(hazard, above, f"申请把等级改为{asked.get_to_display()}：{hazard.title}", asked.reason)


def regrade_decided(asked: Regrade) -> None:
    title = f"{asked.get_decision_display()}把等级改为{asked.get_to_display()}：{asked.hazard.title}"
    _tell(asked.hazard, asked.asked_by, title, asked.decision_reason)


def listed(made: Supervision) -> None:
    hazard, title = made.hazard, f"挂牌督办 {made.no}：{made.hazard.title}"
    _tell_desk(hazard, hazard.unit, title, f"销号期限 {made.due}。{made.requirement}")
    _tell(hazard, hazard.responsible, title, f"销号期限 {made.due}，每 {made.report_days} 天报一次进展")


def lift_asked(made: Supervision) -> None:
    _tell_desk(made.hazard, made.by_unit, f"申请解除挂牌：{made.hazard.title}", made.ask_note)


def lift_decided(made: Supervision, title: str, text: str) -> None:
    _tell_desk(made.hazard, made.hazard.unit, title, text)


def referred(made: Referral) -> None:
    title = f"移交{made.to_name}：{made.hazard.title}"
    _tell_desk(made.hazard, made.hazard.unit, title, "移交期间整改前防范措施不能停。")
    if made.agency is not None:
        inbox.send(
            people.posts_of(made.agency, may=May.COOPERATE), kind=_kind(made.hazard),
            title=f"{made.from_unit.title}移交：{made.about}", text=f"{made.no}，请在 {made.receipt_due} 前签收。",
            url=made.get_absolute_url(),
        )  # fmt: skip


def receipted(made: Referral) -> None:
    """Told by the other side, who sees the letter alone: the sender, and the unit's desk."""
    told: dict[str, Any] = {
        "kind": "hazard", "title": f"{made.to_name}已签收移交：{made.about}",
        "text": f"{made.no}，回执 {made.receipt_no}", "link": (Hazard.audit_kind, made.hazard_id),
    }  # fmt: skip
    inbox.send_to_desk([made.unit], also=[made.sent_by], **told)


def plea_made(asked: Plea) -> None:
    title = f"请求协调（{asked.get_need_display()}）：{asked.hazard.title}"
    _tell_desk(asked.hazard, asked.holder, title, f"{asked.due} 前答复。{asked.text}")


def plea_answered(asked: Plea) -> None:
    _tell(asked.hazard, asked.asked_by, f"协调请求已答复：{asked.hazard.title}", asked.answer)


def _tell(hazard: Hazard, to: Person | None, title: str, text: str = "") -> None:
    if to is not None:
        url = outside.url_for(hazard, to.unit)
        inbox.send([to], kind=_kind(hazard), title=title, text=text, link=_link(hazard), url=url)


def _tell_desk(hazard: Hazard, unit: Unit, title: str, text: str = "") -> None:
    inbox.send_to_desk([unit], kind=_kind(hazard), title=title, text=text, link=_link(hazard))


def _kind(hazard: Hazard) -> str:
    return "hazard.major" if hazard.grade == Grade.MAJOR else "hazard"


def _link(hazard: Hazard) -> tuple[str, UUID]:
    return Hazard.audit_kind, hazard.uid
