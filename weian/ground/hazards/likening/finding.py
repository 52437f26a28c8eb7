"""What the records tell about a question of 举一反三: where it is, where it is not, and where nobody knows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from weian.foundation.org.models import Unit
from weian.ground.hazards.models import Alike, AlikeAnswer, Hazard
from weian.ground.registry.models import Subject

MOST = 300


@dataclass
class Findings:
    """By unit: places of the register, open hazards of the kind, and units of which no record tells."""

    places: dict[Unit, list[str]] = field(default_factory=dict)
    hazards: dict[Unit, list[Hazard]] = field(default_factory=dict)
    without: list[Unit] = field(default_factory=list)
    unknown: list[Unit] = field(default_factory=list)


def units_of(top: Unit) -> list[Unit]:
    """The institutions that are asked: all below a commission, or the institution itself."""
    found = Unit.objects.current().institutions().under(top)
    return list(found.select_related("parent").order_by("pos")[: MOST + 1])


def find(alike: Alike, top: Unit) -> Findings:
    """Look in the register and among the open hazards of all institutions below `top`, in a fixed number of queries.

    A unit whose register has places but none on the lists is known to have none; one without a register is unknown,
    unless it has answered.
    """
    units = units_of(top)[:MOST]
    by_id = {unit.pk: unit for unit in units}
    found = Findings()
    kept, tagged = set(), defaultdict(list)
    subjects = Subject.objects.filter(unit__in=by_id).in_use().values_list("unit", "name", "tags").order_by("sort_key")
    for unit, name, tags in subjects:
        kept.add(unit)
        if set(tags) & set(alike.tags):
            tagged[unit].append(name)
    open_ = Hazard.objects.filter(unit__in=by_id).open().exclude(pk=alike.source_uid)
    same = defaultdict(list)
    for hazard in open_.filter(Q(type__in=alike.types) | Q(domain__in=alike.domains))[: MOST * 3]:
        same[hazard.unit_id].append(hazard)
    answered = dict(AlikeAnswer.objects.filter(alike=alike).exclude(answer="").values_list("unit", "answer"))
    for unit in units:
        if same[unit.pk]:
            found.hazards[unit] = same[unit.pk]
        if tagged[unit.pk]:
            found.places[unit] = tagged[unit.pk]
        elif unit.pk in kept:
            found.without.append(unit)
        elif not same[unit.pk] and unit.pk not in answered:
            found.unknown.append(unit)
    return found
