"""Who makes and changes checklists; each refusal is a sentence with the way out."""

from __future__ import annotations

from weian.foundation.people.api import May, Refused, Viewer, asks
from weian.ground.checklists.models import Checklist, ChecklistVersion
from weian.ground.checklists.pack_schema import LIGHT_MOST
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


def check_can_revise(by: Actor, version: ChecklistVersion) -> None:
    check_can_edit(by, version.checklist)
    if not version.is_draft:
        raise Refused("这一版已经不是草稿，不能再改。要改请写下一版。")


def check_can_publish(by: Actor, version: ChecklistVersion) -> None:
    """Something is asked, in every section, and a light list is light."""
    check_can_revise(by, version)
    sheet = version.sheet
    if not sheet.count:
        raise Refused("还没有检查项，至少写一项才能发布。")
    empty = [section.title for section in sheet.sections if not section.items]
    if empty:
        raise Refused(f"“{empty[0]}”这一节没有检查项，写上一项或删掉这一节。")
    if sheet.applies.light and sheet.count > LIGHT_MOST:
        raise Refused(f"只给小型机构用的检查表最多 {LIGHT_MOST} 项，现在 {sheet.count} 项。")


def can_make(viewer: Viewer) -> bool:
    return viewer.may(May.MANAGE_CHECKLISTS)


def can_keep(viewer: Viewer, checklist: Checklist) -> bool:
    return asks(check_can_keep, viewer, checklist)[0]
