"""Which earlier hazard a new report may be: one of the same place and kind that is open, or was closed not long ago."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from weian.ground.hazards.criteria.schema import rule
from weian.ground.hazards.models import Hazard, Pair
from weian.ground.hazards.states import ENDED, Status
from weian.kernel import clock


def earlier_like(hazard: Hazard) -> Hazard | None:
    """The newest such hazard of the unit; None where the report says neither kind nor place."""
    if not hazard.type or not (hazard.subject_id or hazard.place or hazard.department_id):
        return None
    since = hazard.found_on - timedelta(days=rule("pair_days"))
    alike = Hazard.objects.filter(
        _here(hazard), unit=hazard.unit_id, type=hazard.type, found_on__gte=since - timedelta(days=365)
    )
    alike = alike.exclude(pk=hazard.pk).exclude(status=Status.MERGED)
    found: list[Hazard] = list(alike.order_by("-found_on", "-reported_at")[:20])
    standing = [one for one in found if one.status not in ENDED]
    lately = [one for one in found if one.closed_at and one.closed_at.astimezone(clock.SHANGHAI).date() >= since]
    return next(iter([*standing, *lately]), None)


def _here(hazard: Hazard) -> Q:
    """At the same place: by key where both say one, else by the same words in the same department."""
    if hazard.subject is None:
        return Q(place=hazard.place, department=hazard.department_id)
    called = {hazard.place, hazard.subject.name}
    return Q(subject=hazard.subject_id) | Q(subject=None, place__in=called, department=hazard.department_id)


def kind_of(earlier: Hazard) -> Pair.Kind:
    return Pair.Kind.DUPLICATE if earlier.is_open else Pair.Kind.RECURRENCE
