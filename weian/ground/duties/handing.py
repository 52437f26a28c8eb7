"""What a unit owes goes over to its successor, and is judged by its new superior (socket org.work)."""

from __future__ import annotations

from weian.foundation.audit import api as audit
from weian.foundation.documents.models import Receipt
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.ground.duties import telling
from weian.ground.duties.actions.judging import settle
from weian.ground.duties.models import Door, Relief, Task
from weian.ground.duties.owed import owed
from weian.ground.duties.states import FINISHED, TaskState
from weian.kernel.actor import Actor
from weian.kernel.scope import Range

# Of so many units also what is owed and not begun is counted; of more, what was begun.
FEW = 50


def _open(unit: Unit) -> int:
    receivers = list(Unit.objects.filter(pk__in=Receipt.objects.under(unit).values("unit"))[: FEW + 1])
    if len(receivers) > FEW:
        return Task.objects.under(unit).unfinished().count()
    return sum(one.state not in FINISHED for one in owed(receivers, with_posts=False))


def _hand_over(old: Unit, new: Unit, within: Range, by: Actor) -> int:
    """Tasks go with their receipts; of what both owe, the successor's own stays, and it does the old one's too."""
    n = _hand_doors(old, new, within, by)
    if not old.is_within([within]):
        return n  # only parts of the unit go; what the unit as a whole owes stays with it
    still = set(Receipt.objects.filter(unit=old).values_list("document", flat=True))
    taken = set(Task.objects.filter(unit=new).values_list("obligation", "period_start"))
    for task in Task.objects.filter(unit=old).select_related("obligation").order_by("started_at", "uid"):
        if task.obligation.document_id in still or (task.obligation_id, task.period_start) in taken:
            continue
        with audit.changed(task, "task.taken_over", by=by, facts={"from": str(old.uid)}):
            task.unit, task.post, task.person = new, None, None
        for relief in task.reliefs.pending():
            with audit.changed(relief, "relief.taken_over", by=by, facts={"from": str(old.uid)}):
                relief.unit = new
        n += 1
    for one in owed([old], with_posts=False):
        if one.state == TaskState.SUBMITTED:
            raise Refused(f"“{one.obligation.title}”两个单位都要办，{old.title}的还在待审核。请先审核。")
        if one.is_open:
            settle(one, why=f"{old.title}由{new.title}接续，这项任务由{new.title}统一办理。", by=by)
            n += 1
    return n


def _hand_doors(old: Unit, new: Unit, within: Range, by: Actor) -> int:
    doors = list(Door.objects.open().within([within]).filter(unit=old).order_by("open_at", "uid"))
    for door in doors:
        with audit.changed(door, "door.taken_over", by=by, facts={"from": str(old.uid)}):
            door.unit = new
    return len(doors)


def _look_up_to(moved: Unit, before: Unit, after: Unit, by: Actor) -> int:
    """The new superior judges what the old one has not judged yet, and hears of what waits."""
    tasks = Task.objects.under(moved).unfinished().filter(reviewer=before).select_related("obligation", "unit")
    n = 0
    for task in tasks.order_by("started_at", "uid"):
        facts = {"from": str(before.uid), "to": str(after.uid)}
        with audit.changed(task, "task.reviewer_changed", by=by, facts=facts):
            task.reviewer = after
        if task.status == TaskState.SUBMITTED:
            telling.submitted(task)
        n += 1
    for relief in Relief.objects.pending().under(moved).filter(decider=before).select_related("task__obligation"):
        facts = {"from": str(before.uid), "to": str(after.uid)}
        with audit.changed(relief, "relief.decider_changed", by=by, facts=facts):
            relief.decider = after
        telling.relief_asked(relief)
    return n


WORK = org.Work("task", "未办结任务", "项", 2, _open, _hand_over, _look_up_to)
