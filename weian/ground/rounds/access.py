"""Who may put on record that somebody was at a place, and who sets how often."""

from __future__ import annotations

from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.registry.models import Subject
from weian.kernel.actor import Actor


def check_can_visit(by: Actor, subject: Subject) -> Viewer:
    """Who belongs to the unit, and who supervises it."""
    if not isinstance(by, Viewer):
        raise Refused("到场要由人来记，系统不能代记。")
    if not (by.may(May.INSPECT) or by.may(May.REPORT_HAZARD)):
        raise Refused(f"{by.post.title}不做巡查，请由有“{May.INSPECT.label}”职责的岗位记录。")
    if not by.unit.holds(subject.unit):
        raise Refused(f"{subject.name}不在{by.unit.name}的范围内，由{subject.unit.name}自己或它的上级来查。")
    return by


def check_can_write_later(by: Actor, subject: Subject) -> Viewer:
    """补录 is for who looks after the place or runs the desk."""
    viewer = check_can_visit(by, subject)
    viewer.check(May.INSPECT)
    return viewer


def check_can_set(by: Actor, unit: Unit) -> None:
    """How often: the desk of a unit for itself, of a commission for all below it. Nobody for the level above."""
    if not isinstance(by, Viewer):
        raise Refused("频次要由人来定。")
    by.check(May.MANAGE_PLACES)
    if by.unit.pk != unit.pk and not by.reaches(unit):
        raise Refused(f"{unit.name}的频次由它自己或它的上级来定。")


def can_set(by: Actor, unit: Unit) -> bool:
    try:
        check_can_set(by, unit)
    except Refused:
        return False
    return True
