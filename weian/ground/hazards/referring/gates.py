"""Who hands a hazard to another authority, and who asks the level above for help with one."""

from __future__ import annotations

from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.hazards import access
from weian.ground.hazards.kinds import Mark
from weian.ground.hazards.models import Hazard, Plea, Referral
from weian.kernel.actor import Actor


def check_can_refer(by: Actor, hazard: Hazard) -> Viewer:
    """A commission, for what is not in the power of the health system."""
    _open(hazard)
    if hazard.has(Mark.REFERRED):
        raise Refused("这条隐患已经移交，等对方的结果。")
    viewer = access.at_work(by, hazard, May.SUPERVISE_HAZARD)
    if not viewer.is_commission:
        raise Refused("移交由卫生健康行政部门办理。")
    return viewer


def check_can_note_receipt(by: Actor, hazard: Hazard) -> Viewer:
    viewer = _sender(by, hazard)
    if sent(hazard).received_on is not None:
        raise Refused("已经登记过对方的签收。")
    return viewer


def check_can_confirm_receipt(by: Actor, made: Referral) -> Viewer:
    """People of the agency to which the letter went, once."""
    viewer = access.person_of(by)
    viewer.check(May.COOPERATE)
    if viewer.unit.pk != made.agency_id:
        raise Refused(f"由接收的部门（{made.to_name}）确认签收。")
    if made.received_on is not None:
        raise Refused("这件移交已经签收，不用再确认。")
    return viewer


def check_can_note_result(by: Actor, hazard: Hazard) -> Viewer:
    viewer = _sender(by, hazard)
    if sent(hazard).received_on is None:
        raise Refused("对方还没有签收，先登记签收再登记结果。")
    return viewer


def check_can_plead(by: Actor, hazard: Hazard) -> Viewer:
    """Whoever puts it right, and the unit's desk; once at a time."""
    _open(hazard)
    if hazard.has(Mark.HELP):
        raise Refused("已经请求过协调，等上级答复。")
    if hazard.responsible_id is None:
        raise Refused("还没有派发给责任人。先派发，写明整改前的防范措施，再请求协调。")
    viewer = access.person_of(by)
    if viewer.supervises(hazard.unit):
        raise Refused(f"请求协调由{hazard.unit.name}提出。")
    if hazard.unit.parent is None:
        raise Refused("本单位没有上一级，不能请求协调。")
    if hazard.responsible_id in viewer.persons:
        return viewer
    return access.at_work(by, hazard, May.ASSIGN_HAZARD)


def check_can_answer_plea(by: Actor, hazard: Hazard) -> Viewer:
    """Answer, or pass it up: the desk of the level that has it now."""
    if not hazard.has(Mark.HELP):
        raise Refused("没有等答复的协调请求。")
    viewer = access.at_work(by, hazard, May.ASSIGN_HAZARD)
    asked = plea(hazard)
    if viewer.unit.pk != asked.holder_id:
        raise Refused(f"这件协调现在由{asked.holder.name}答复。")
    return viewer


def check_can_pass_up(by: Actor, hazard: Hazard) -> Viewer:
    viewer = check_can_answer_plea(by, hazard)
    above = plea(hazard).holder.parent
    if above is None or not above.kind == "commission":
        raise Refused("没有更上一级，请直接答复。")
    return viewer


def sent(hazard: Hazard) -> Referral:
    """The referral without a result; there is one where the mark stands."""
    found: Referral = hazard.referrals.select_related("from_unit").get(result="")
    return found


def plea(hazard: Hazard) -> Plea:
    """The plea that waits for an answer; there is one where the mark stands."""
    found: Plea = hazard.pleas.select_related("holder__parent", "asked_by").get(answered_at=None)
    return found


def _sender(by: Actor, hazard: Hazard) -> Viewer:
    if not hazard.has(Mark.REFERRED):
        raise Refused("这条隐患没有移交出去。")
    viewer = access.at_work(by, hazard, May.SUPERVISE_HAZARD)
    made = sent(hazard)
    if viewer.unit.pk != made.from_unit_id:
        raise Refused(f"由移交的单位（{made.from_unit.name}）登记。")
    return viewer


def _open(hazard: Hazard) -> None:
    if not hazard.is_open:
        raise Refused(f"现在是“{hazard.get_status_display()}”，不用再移交或请求协调。")
