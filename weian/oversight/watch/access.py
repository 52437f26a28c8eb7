from __future__ import annotations

from weian.foundation.people.api import May, Refused, Viewer
from weian.oversight.watch.models import Signal
from weian.oversight.watch.states import SignalStatus


def check_can_explain(by: Viewer, signal: Signal) -> None:
    if signal.person_id != by.person.pk:
        raise Refused("由检查的本人说明。")
    if signal.status in (SignalStatus.SETTLED, SignalStatus.DROPPED):
        raise Refused("这条提示已经办结。")


def check_can_decide(by: Viewer, signal: Signal) -> None:
    """Ask for a second look, or say that none is needed: whoever plans checks in the unit, not about oneself."""
    by.check(May.PLAN_INSPECTION)
    if signal.unit_id != by.unit.pk:
        raise Refused("由本单位的安全管理人员安排。")
    if signal.person_id in by.persons:
        raise Refused("说的是您自己的检查，请由另一人安排。")
    if signal.status not in (SignalStatus.SHOWN, SignalStatus.ASKED):
        raise Refused(f"这条提示{signal.get_status_display()}，现在不用安排。")


def check_can_settle(by: Viewer, signal: Signal) -> None:
    if signal.relook_by_id != by.person.pk:
        raise Refused("由复核人办理。")
    if signal.status != SignalStatus.ASKED:
        raise Refused("已经复核过了。")


def can(check: object, *told: object) -> bool:
    try:
        check(*told)  # type: ignore[operator]
    except Refused:
        return False
    return True
