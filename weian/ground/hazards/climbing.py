"""Hazards on the ladder: terms of rectification by days; major hazards that nobody takes on, or that are past their
term, by minutes (ESC-F)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from weian.foundation.ladder.api import URGENT, Climber, Rung, Waiting
from weian.foundation.org.models import Unit
from weian.ground.hazards.kinds import Grade
from weian.ground.hazards.models import Hazard, HazardQuerySet
from weian.ground.hazards.states import STOPPED, Status
from weian.kernel import calendar, clock

KIND = "hazard"
# Graded major, and nobody named has it in hand yet.
NOT_TAKEN_ON = (Status.REPORTED, Status.GRADED, Status.REOPENED)
RELATED = ("unit__parent", "responsible", "responsible_post__unit")


def _waiting(units: Sequence[Unit], until: date) -> list[Waiting]:
    by_id = {unit.pk: unit for unit in units}
    found = Hazard.objects.exclude(status__in=STOPPED).filter(unit__in=by_id, due__lte=until)
    waiting = []
    for one in found.select_related("responsible", "responsible_post__unit"):
        one.unit = by_id[one.unit_id]
        waiting.append(waiting_of(one))
    return waiting


def waiting_of(hazard: Hazard) -> Waiting:
    """A hazard with a term that runs."""
    return Waiting(
        KIND, hazard.pk, hazard.unit, f"整改隐患：{hazard.title}", _url(hazard), due=hazard.due,
        person=hazard.responsible, post=hazard.responsible_post,
    )  # fmt: skip


def burning(hazard: Hazard) -> Waiting | None:
    """A major hazard as the urgent ladder sees it; None while it is in hand and in time."""
    began = _began(hazard)
    if began is None:
        return None
    return Waiting(
        KIND, hazard.pk, hazard.unit, f"重大隐患：{hazard.title}", _url(hazard), ladder=URGENT, began=began,
        person=hazard.responsible, post=hazard.responsible_post,
    )  # fmt: skip


def _began(hazard: Hazard) -> datetime | None:
    if hazard.grade != Grade.MAJOR or hazard.status in STOPPED:
        return None
    if hazard.status in NOT_TAKEN_ON:
        moment: datetime | None = hazard.reopened_at if hazard.status == Status.REOPENED else hazard.graded_at
        return moment or hazard.reported_at
    late = hazard.due is not None and clock.now() >= calendar.due_at(hazard.due)
    return calendar.due_at(hazard.due) if late and hazard.due else None


def _urgent(after: UUID | None, limit: int) -> list[Waiting]:
    found = _burning_ones().select_related(*RELATED).order_by("uid")
    if after is not None:
        found = found.filter(uid__gt=after)
    return [thing for one in found[:limit] if (thing := burning(one)) is not None]


def _burning_ones() -> HazardQuerySet:
    major: HazardQuerySet = Hazard.objects.filter(grade=Grade.MAJOR).exclude(status__in=STOPPED)
    return major.filter(Q(status__in=NOT_TAKEN_ON) | Q(due__lt=clock.today()))


def _undone(rungs: Sequence[Rung]) -> list[Rung]:
    found = Hazard.objects.filter(pk__in={one.target for one in rungs}).exclude(status__in=STOPPED).in_bulk()
    return [one for one in rungs if one.target in found and _stands(one, found[one.target])]


def _stands(one: Rung, hazard: Hazard) -> bool:
    if one.ladder == URGENT:
        return _began(hazard) == one.since
    return hazard.due is not None and calendar.due_at(hazard.due) == one.since


def _url(hazard: Hazard) -> str:
    return reverse("hazard", args=[hazard.pk])


def _still() -> Q:
    return Q(Exists(Hazard.objects.filter(pk=OuterRef("target"), due=OuterRef("due")).exclude(status__in=STOPPED)))


CLIMBER = Climber(KIND, "隐患整改", _waiting, _undone, urgent=_urgent, stands=_still)
