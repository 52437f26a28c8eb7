"""Who makes and changes checklists; each refusal is a sentence with the way out."""

from __future__ import annotations

from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.checklists.models import Checklist
from weian.kernel.actor import Actor


def check_can_make(by: Actor) -> None:
    if isinstance(by, Viewer):
        by.check(May.MANAGE_CHECKLISTS)


def check_can_keep(by: Actor, checklist: Checklist) -> None:
    """Only the unit that made it; others copy it into a list of their own."""
    check_can_make(by)
    if isinstance(by, Viewer) and by.unit.pk != checklist.unit_id:
        raise Refused(f"这张检查表由{checklist.unit.title}制定。要改，请先照抄一份到本单位。")


def check_can_edit(by: Actor, checklist: Checklist) -> None:
    check_can_keep(by, checklist)
    if checklist.retired_at:
        raise Refused("这张检查表已经停用。要再用，请先恢复。")


def can_make(viewer: Viewer) -> bool:
    return viewer.may(May.MANAGE_CHECKLISTS)


def can_keep(viewer: Viewer, checklist: Checklist) -> bool:
    try:
        check_can_keep(viewer, checklist)
    except Refused:
        return False
    return True
