"""Visits still to come, those that only the office has to close, and its plans go over to a unit's successor (socket
org.work).

Nothing here names a visit under seal to whoever changes the tree: such a visit is neither counted nor refused. The
place of a row goes with its unit, which is carried under the successor.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.kernel.actor import Actor
from weian.kernel.scope import Range
from weian.programs.inspections.kinds import SEALED
from weian.programs.inspections.models import Inspection, Opening, Plan
from weian.programs.inspections.states import Status

# What both sides are in the middle of; and what only the office has still to close.
GOING = (Status.STARTED, Status.HELD, Status.SHOWN, Status.OBJECTED)
ANSWERED = (Status.SIGNED, Status.REFUSED)
OPEN = (Status.PLANNED, *GOING, *ANSWERED)


def _open(unit: Unit) -> int:
    within = Q(target__pos__gte=unit.pos, target__pos__lt=unit.end) | Q(
        office__pos__gte=unit.pos, office__pos__lt=unit.end
    )
    unsealed = ~Q(mode__in=list(SEALED)) | ~Q(status=Status.PLANNED)
    return Inspection.objects.filter(within & unsealed, status__in=OPEN).count()


def _hand_over(old: Unit, new: Unit, within: Range, by: Actor) -> int:
    if not old.is_within([within]):
        return 0
    # Hazards of a visit are the visited unit's, while it stands: its visits are closed before it goes.
    both, visited = Q(target=old) | Q(office=old), Q(target=old, status__in=ANSWERED)
    going = Inspection.objects.filter(both & Q(status__in=GOING) | visited)
    for one in going.select_related("target")[:1]:
        raise Refused(
            f"{one.target.title}的{one.get_mode_display()}还没有办结（{one.get_status_display()}）。请先办结。"
        )
    return _visits_to(old, new, by) + _plans_of(old, new, by) + _to_close(old, new, by)


def _visits_to(old: Unit, new: Unit, by: Actor) -> int:
    """The successor is visited instead; once, where the plan has it already."""
    rows = Inspection.objects.filter(target=old, status=Status.PLANNED).select_related("target", "office", "unit")
    also = Inspection.objects.filter(plan=OuterRef("plan"), target=new).exclude(status=Status.CANCELLED)
    facts = {"from": str(old.uid), "from_name": old.name}
    visits = list(rows.annotate(twice=Exists(also)).order_by("made_at", "uid"))
    for visit in visits:
        if visit.twice:
            why = f"{old.title}由{new.title}接续，同一计划已安排检查后者。"
            audit.move(visit, Status.CANCELLED, by=by, why=why, facts=facts, values={"cancel_reason": why})
            continue
        with audit.changed(visit, "inspection.taken_over", by=by, facts=facts):
            visit.target = new
            if visit.unit_id == old.pk:
                visit.unit = new
    return len(visits)


def _plans_of(old: Unit, new: Unit, by: Actor) -> int:
    """Plans that are not done, with the visits to come; what was visited stays with the office that went."""
    waiting = Inspection.objects.filter(plan=OuterRef("pk"), status=Status.PLANNED)
    facts = {"from": str(old.uid), "from_name": old.name}
    plans = list(Plan.objects.filter(Exists(waiting), unit=old).order_by("made_at", "uid"))
    for plan in plans:
        with audit.changed(plan, "inspection_plan.taken_over", by=by, facts=facts):
            plan.unit = new
        for opening in Opening.objects.filter(plan=plan):
            with audit.changed(opening, "inspection_opening.taken_over", by=by, facts=facts):
                opening.unit = new
    visits = Inspection.objects.filter(office=old, status=Status.PLANNED).select_related("unit")
    for visit in visits.order_by("made_at", "uid"):
        with audit.changed(visit, "inspection.taken_over", by=by, facts=facts):
            visit.office = new
            if visit.unit_id == old.pk:
                visit.unit = new
    return len(plans)


def _to_close(old: Unit, new: Unit, by: Actor) -> int:
    """What was signed or refused is closed by the successor: the papers and hazards are still to come."""
    rows = list(
        Inspection.objects.filter(office=old, status__in=ANSWERED).select_related("unit").order_by("made_at", "uid")
    )
    for visit in rows:
        with audit.changed(visit, "inspection.taken_over", by=by, facts={"from": str(old.uid), "from_name": old.name}):
            visit.office = new
    return len(rows)


WORK = org.Work("inspection", "未办结检查", "次", 6, _open, _hand_over)
