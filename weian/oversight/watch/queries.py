from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from weian.foundation.org.models import Unit
from weian.foundation.people.api import May
from weian.foundation.people.models import Appointment, Person
from weian.foundation.people.roles import GRANTS
from weian.kernel import clock
from weian.oversight.watch.estimate import Estimate
from weian.oversight.watch.models import Signal
from weian.oversight.watch.pack_schema import rule
from weian.oversight.watch.reading import unfound
from weian.oversight.watch.states import SignalStatus


@dataclass(frozen=True)
class Precision:
    """How often a second look saw something else, of flags and of acts by lot: the difference is their worth."""

    flagged: int
    flagged_differ: int
    random: int
    random_differ: int


def precision(unit: Unit) -> Precision:
    settled = Signal.objects.filter(unit=unit, status=SignalStatus.SETTLED)
    rows = settled.values("random").annotate(n=Count("pk"), differ=Count("pk", filter=Q(differs=True)))
    told = {one["random"]: (one["n"], one["differ"]) for one in rows}
    return Precision(*told.get(False, (0, 0)), *told.get(True, (0, 0)))


def lookers(unit: Unit, *, but: UUID) -> QuerySet[Person]:
    """Who in a unit may look again: anybody whose post inspects, but the one whose check it was."""
    classes = [one for one, acts in GRANTS.items() if May.INSPECT in acts]
    held = Appointment.objects.on(clock.today()).filter(
        post__ended_on=None, post__post_class__in=classes, post__reach__pos__gte=unit.pos, post__reach__pos__lt=unit.end
    )
    return Person.objects.filter(pk__in=held.values("person"), left_on=None).exclude(pk=but).order_by("sort_key")


def estimate_of(unit: Unit) -> tuple[Estimate, bool]:
    """What is still unfound at a unit, and whether both sides found enough of the same to say so."""
    told = unfound(unit, clock.today() - timedelta(days=rule("estimate_days")))
    return told, told.both >= rule("least_both")
