"""Who may keep the register of places. Every refusal is a Chinese sentence that says who can."""

from __future__ import annotations

from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.registry.models import Subject
from weian.kernel.actor import Actor, System


def check_can_manage(by: Actor, unit: Unit) -> None:
    """The desk of the unit, or of the commission above it (which designates sites and helps small institutions)."""
    if isinstance(by, System):
        return
    if not isinstance(by, Viewer):
        raise Refused("这一步要由人来办，系统不能代办。")
    by.check(May.MANAGE_PLACES)
    if not by.reaches(unit):
        raise Refused(f"{unit.name}不在{by.unit.name}的范围内，它的场所点位由它自己或它的上级维护。")


def can_manage(by: Actor, unit: Unit) -> bool:
    try:
        check_can_manage(by, unit)
    except Refused:
        return False
    return True


def check_can_change(by: Actor, subject: Subject) -> None:
    check_can_manage(by, subject.unit)


def check_can_label(by: Actor, subject: Subject) -> None:
    check_can_manage(by, subject.unit)
    if not subject.is_in_use:
        raise Refused(f"{subject.name}已经停用，不再发标签。请先恢复使用。")
