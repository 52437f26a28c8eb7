"""Who may see an inspection, for those whose place is elsewhere too: members of a team, agencies of a joint one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Viewer
from weian.programs.inspections.models import Finding, Held, Inspection, Plan
from weian.programs.inspections.states import TOLD

WHY = "检查组成员办理自己的检查"


def in_team(viewer: Viewer, one: Inspection | Plan) -> bool:
    return not viewer.persons.isdisjoint(one.team)


def sees(viewer: Viewer, one: Inspection) -> bool:
    """As `visible_to` says of many; and an agency beside whose name it stands, once it is known to the unit."""
    if in_team(viewer, one) or one.done_by_id in viewer.persons:
        return True
    if one.under_seal:
        return one.plan is not None and one.plan.made_by_id in viewer.persons
    if one.is_within(viewer.ranges):
        return bool(viewer.scope.ranges)
    return viewer.is_agency and one.plan is not None and viewer.unit.pk in one.plan.agencies


def reads_findings(viewer: Viewer, one: Inspection) -> bool:
    """What a secret visit found is the office's until it is released."""
    if one.status in TOLD or in_team(viewer, one):
        return True
    return one.office.is_within(viewer.ranges) and bool(viewer.scope.ranges)


def find(uid: UUID, viewer: Viewer) -> Inspection | None:
    """The inspection, if this viewer may know of it; absent and forbidden look alike."""
    rows = Inspection.objects.select_related("unit", "target", "office", "plan", "done_by")
    # An agency sees the row by its share, but not the plan in which it is named.
    found: Inspection | None = None if viewer.is_agency else rows.filter(pk=uid).first()
    if found is None:
        with audit.acting_as_system(WHY):
            found = rows.filter(pk=uid).first()
    return found if found is not None and sees(viewer, found) else None


def find_plan(uid: UUID, viewer: Viewer) -> Plan | None:
    """The plan, if this viewer may know of it."""
    rows = Plan.objects.visible_to(viewer).select_related("unit", "made_by", "document")
    found: Plan | None = rows.filter(pk=uid).first()
    if found is None:
        with audit.acting_as_system(WHY):
            found = rows.filter(pk=uid, team__overlap=list(viewer.persons)).first()
    return found


@contextmanager
def within(one: Inspection | Plan, viewer: Viewer) -> Iterator[None]:
    """Inside the block the rows of this inspection are there, also for somebody whose place is elsewhere.

    The caller has asked `find` or `sees`. Events keep the person as their actor.
    """
    places = [one.org_pos, *([one.target.pos] if isinstance(one, Inspection) else [])]
    if all(any(lo <= place < hi for lo, hi in viewer.scope.ranges) for place in places):
        yield
        return
    with audit.acting_as_system(WHY):
        yield


def sees_finding(uid: UUID, viewer: Viewer) -> bool:
    """Whether the photographs of a finding may be looked at."""
    rows = Finding.objects.select_related("inspection__office", "inspection__plan", "inspection__target")
    found = rows.filter(pk=uid).first()
    if found is None:
        with audit.acting_as_system(WHY):
            found = rows.filter(pk=uid).first()
    return found is not None and sees(viewer, found.inspection) and reads_findings(viewer, found.inspection)


def sees_held(uid: UUID, viewer: Viewer) -> bool:
    """Whether photographs of answers that are not released may be looked at."""
    found = Held.objects.select_related("inspection").filter(pk=uid).first()
    if found is None:
        with audit.acting_as_system(WHY):
            found = Held.objects.select_related("inspection").filter(pk=uid).first()
    one = find(found.inspection_id, viewer) if found is not None else None
    return one is not None and reads_findings(viewer, one)


def sees_uid(uid: UUID, viewer: Viewer) -> bool:
    return find(uid, viewer) is not None
