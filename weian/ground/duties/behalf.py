"""代录: who may write for whom, what was written on behalf, and whether it still waits for the unit's word."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Refused, Viewer, limit
from weian.ground.duties.models import Behalf, Task
from weian.kernel import clock, memo
from weian.kernel.actor import Actor

LIMIT = "on_behalf"


def check_can_write_for(by: Viewer, unit: Unit) -> None:
    """The desk of a commission above, for a small unit."""
    by.check(May.ANSWER_TASK)
    if not (by.supervises(unit) and by.may(May.ACCEPT_TASK)):
        raise Refused(f"这是{unit.title}的事，由该单位的人办理。")
    if not unit.light:
        raise Refused(f"{unit.title}不是小型机构，由该单位自己办，不代录。")


def writes_for(by: Actor, unit: Unit) -> bool:
    """Whether what this person writes about `unit` is written on its behalf."""
    if not isinstance(by, Viewer) or by.unit.pk == unit.pk:
        return False
    try:
        check_can_write_for(by, unit)
    except Refused:
        return False
    return True


def check_can_answer_behalf(by: Viewer, one: Behalf) -> None:
    by.check(May.ANSWER_TASK)
    if by.unit.pk != one.unit_id:
        raise Refused(f"是否属实，由{one.unit.title}自己说。")


def behalf_of(records: Iterable[UUID]) -> dict[UUID, Behalf]:
    """What of these was written on behalf, by uid of what was written."""
    wanted = frozenset(records)
    found = Behalf.objects.filter(record__in=wanted).select_related("by", "of", "answered_by", "unit")
    return memo.once(("behalf", wanted), lambda: {one.record: one for one in found})  # each button of a page asks


def check_not_waiting(task: Task) -> None:
    """What is written on behalf is judged when the unit has said that it is so, or let its time pass."""
    records = list(task.answers.values_list("record", flat=True))
    for one in Behalf.objects.filter(record__in=records, answered_at=None).select_related("unit"):
        if not overdue(one):
            raise Refused(
                f"“{one.title}”是代录的，等{one.unit.title}确认后再审核；{limit(LIMIT)}没有答复，也可以审核。"
            )


def overdue(one: Behalf) -> bool:
    """Not answered in the time that content gives."""
    return one.is_open and one.made_at + limit(LIMIT).span <= clock.now()


def to_confirm(viewer: Viewer) -> list[Behalf]:
    """What waits for the word of the viewer's unit; nothing is asked where nobody writes on behalf."""
    if not (viewer.unit.light and viewer.may(May.ANSWER_TASK)):
        return []
    found = Behalf.objects.filter(unit=viewer.unit, answered_at=None).select_related("by", "of")
    return list(found.order_by("made_at"))
