"""Who judges what a unit did, or decides on its request; where it has no second person, the commission above it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from weian.foundation.org.api import Kind
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Viewer
from weian.foundation.people.models import Appointment
from weian.foundation.people.roles import GRANTS
from weian.ground.duties.models import Relief, Task
from weian.kernel import clock

_JUDGES = [name for name, acts in GRANTS.items() if May.ACCEPT_TASK in acts]


def decider_of(task: Task, kind: str, asker: Viewer) -> Unit:
    """An exemption is the supervising commission's to give; a later day is the reviewer's."""
    above = commission_above(task.unit)
    if kind == Relief.Kind.EXEMPTION or task.reviewer_id is None:
        return above or task.unit
    if task.reviewer_id == task.unit_id and not has_judge_beside(task.unit, asker.persons):
        return above or task.unit
    return task.reviewer or task.unit


def commission_above(unit: Unit) -> Unit | None:
    found: Unit | None = Unit.objects.above(unit).commissions().first()
    return found


def has_judge_beside(unit: Unit, involved: Iterable[UUID]) -> bool:
    """Whether somebody of the unit, other than these people, may accept."""
    return judges_of(unit).exclude(person__in=set(involved)).exists()


def judges_of(unit: Unit) -> QuerySet[Appointment]:
    """Who of the unit and its departments may accept today."""
    own = Q(post__reach=unit) | Q(post__reach__parent=unit, post__reach__kind=Kind.DEPARTMENT)
    return Appointment.objects.on(clock.today()).filter(own, post__ended_on=None, post__post_class__in=_JUDGES)
