from __future__ import annotations

from weian.foundation.people.api import May, Refused, Viewer


def check_can_send(by: Viewer) -> None:
    """Commissions push alerts; inside a hospital one speaks by tasks."""
    by.check(May.ISSUE_NOTICE)
    if not by.is_commission:
        raise Refused("提示由卫生健康行政部门下发；本单位内部的工作请直接派任务。")


def can_send(by: Viewer) -> tuple[bool, str]:
    try:
        check_can_send(by)
    except Refused as refusal:
        return False, str(refusal)
    return True, ""
