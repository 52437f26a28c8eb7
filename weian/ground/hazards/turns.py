"""Whose turn it is: one rule for the column, for 轮到我 and for the messages."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Viewer
from weian.ground.hazards.kinds import Acceptor
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.models.hazard import HANDS, JUDGED_ABOVE
from weian.ground.hazards.states import JUDGED, WITH_FIXER, WITH_VERIFIER, Status

TO_ASSIGN = (Status.GRADED, Status.REOPENED)


def mine(viewer: Viewer) -> Q:
    """Whether a hazard's next act falls to this person in this post."""
    return reduce(or_, _parts(viewer))


def keys(viewer: Viewer) -> QuerySet[Hazard, dict[str, Any]]:
    """Of all those hazards: each part is a few rows of an index, while all parts at once would be asked of each row."""
    first, *others = (Hazard.objects.visible_to(viewer).filter(one).values("pk") for one in _parts(viewer))
    return first.union(*others, all=True)


def _parts(viewer: Viewer) -> list[Q]:
    parts = [Q(status__in=WITH_FIXER, responsible__in=viewer.persons)]
    here = reduce(or_, (Q(org_pos__gte=lo, org_pos__lt=hi) for lo, hi in viewer.ranges), Q()) or Q(pk=None)
    if viewer.is_commission:
        own, judged = here & Q(found_from=viewer.unit), here & Q(unit__parent=viewer.unit) & JUDGED_ABOVE
    else:
        own, judged = here, here & ~JUDGED_ABOVE & ~Q(found_by__in=viewer.persons)
    if viewer.may(May.GRADE_HAZARD):
        parts.append(own & Q(status=Status.REPORTED))
    if viewer.may(May.ASSIGN_HAZARD):
        parts.append(own & Q(status__in=TO_ASSIGN))
    others_work = judged
    for person in viewer.persons:
        others_work &= ~hand_of(person)
    if viewer.may(May.VERIFY_HAZARD):
        parts.append(others_work & Q(status__in=WITH_VERIFIER))
    if viewer.may(May.CLOSE_HAZARD):
        parts.append(others_work & Q(status=Status.VERIFIED))
    return parts


def hand_of(person: UUID) -> Q:
    """Hazards that the person helped to put right."""
    return reduce(or_, (Q(**{name: person}) for name in HANDS))


def whose(hazard: Hazard) -> str:
    """Who is next, in words: a person where one is named, else the desk. Needs unit, its parent, responsible, post."""
    if not hazard.is_open:
        return ""
    if hazard.status in WITH_FIXER:
        post = hazard.responsible_post
        where = f"{post.unit.title} " if post and post.unit_id != hazard.unit_id else ""
        return f"{where}{hazard.responsible.name}" if hazard.responsible else where.strip()
    unit = judging_unit(hazard) if hazard.status in JUDGED else hazard.unit
    return f"{unit.title} {unit.desk_name or '安全岗'}"


def judging_unit(hazard: Hazard) -> Unit:
    """Whose desk verifies: the unit's own, or that of the commission above it."""
    upper = hazard.acceptor == Acceptor.UPPER or hazard.upper_by_nature
    return hazard.unit.parent if upper and hazard.unit.parent else hazard.unit


NEXT_ACT = {
    Status.REPORTED: "定级", Status.GRADED: "派发或当场改正", Status.ASSIGNED: "开始整改",
    Status.RECTIFYING: "整改、传整改后照片",
    Status.APPLIED: "现场验收", Status.FIXED: "验收当场改正", Status.RETURNED: "重新整改", Status.VERIFIED: "销号",
    Status.REOPENED: "重新派发",
}  # fmt: skip
