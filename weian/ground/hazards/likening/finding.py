"""What the records tell about a question of 举一反三: where it is, where it is not, and where nobody knows.

Never of all at once: of so many institutions as are given, in a fixed number of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet

from weian.foundation.org.models import Unit
from weian.ground.hazards.likening.conditions import such, unclear_of
from weian.ground.hazards.models import Alike, AlikeAnswer, Hazard, HazardQuerySet
from weian.ground.registry import api as registry
from weian.ground.registry.models import Subject, SubjectQuerySet

# Rows of one kind that are named for a page; what is beyond it stands in the lists of the units.
MOST_NAMED = 600


@dataclass
class Findings:
    """By unit: places of the register and open hazards of the kind; units that have none such, `beside` units of a type
    that cannot have any, and units of which no record tells."""

    places: dict[Unit, list[str]] = field(default_factory=dict)
    hazards: dict[Unit, list[Hazard]] = field(default_factory=dict)
    without: list[Unit] = field(default_factory=list)
    beside: list[Unit] = field(default_factory=list)
    unknown: list[Unit] = field(default_factory=list)


def units_of(top: Unit, *, after: int = -1) -> QuerySet[Unit]:
    """The institutions that are asked, in the order of the tree: all below a commission, or the institution itself."""
    found: QuerySet[Unit] = Unit.objects.current().institutions().under(top).filter(pos__gt=after)
    return found.order_by("pos")


def find(alike: Alike, units: Sequence[Unit]) -> Findings:
    """Look in the register and among the open hazards of these institutions.

    A unit is known to have none only where it declared its register complete of these types. It is unknown, unless it
    was asked, also where the field of a place that is asked for was left empty.
    """
    places, same = _places(alike, units), _same(alike, units)
    types, complete = _types(alike), registry.declared(units)
    can = _hosts(types)
    unclear = set(_register(units).filter(unclear_of(alike)).order_by().values_list("unit", flat=True).distinct())
    # Asked apart from the rows that are named: of them there may be more than are read.
    known = set(places.order_by().values_list("unit", flat=True).distinct())
    open_ = set(same.order_by().values_list("unit", flat=True).distinct())
    asked = set(AlikeAnswer.objects.filter(alike=alike, unit__in=units).values_list("unit", flat=True))
    names: dict[UUID, list[str]] = defaultdict(list)
    for unit, name in places.order_by("unit", "sort_key").values_list("unit", "name")[:MOST_NAMED]:
        names[unit].append(name)
    named: dict[UUID, list[Hazard]] = defaultdict(list)
    for hazard in same.order_by("unit", "due_key", "uid").only("unit", "title", "subject", "place")[:MOST_NAMED]:
        named[hazard.unit_id].append(hazard)
    found = Findings()
    for unit in units:
        if unit.pk in open_:
            found.hazards[unit] = named[unit.pk]
        if unit.pk in known:
            found.places[unit] = names[unit.pk]
        elif can is not None and unit.type and unit.type not in can:
            found.beside.append(unit)
        elif types and unit.pk not in unclear and types <= complete.get(unit.pk, frozenset()):
            found.without.append(unit)
        elif unit.pk not in open_ and unit.pk not in asked:
            found.unknown.append(unit)
    return found


def _register(units: Sequence[Unit]) -> SubjectQuerySet:
    found: SubjectQuerySet = Subject.objects.filter(unit__in=units).in_use()
    return found


def _types(alike: Alike) -> frozenset[str]:
    """The types of place that are asked for: those named, and those that make up the lists."""
    lists = registry.place_tags()
    return frozenset(alike.place_types).union(*(lists[tag].types for tag in alike.tags if tag in lists))


def _hosts(types: frozenset[str]) -> frozenset[str] | None:
    """The types of institutions that can have one of these at all; None where all can."""
    only = registry.hosts()
    if not types or any(one not in only for one in types):
        return None
    return frozenset().union(*(only[one] for one in types))


def _places(alike: Alike, units: Sequence[Unit]) -> SubjectQuerySet:
    """What stands on one of the lists, or is of one of the types, and is as the conditions say."""
    return _register(units).filter(such(alike))


def _same(alike: Alike, units: Sequence[Unit]) -> HazardQuerySet:
    """Open hazards of the kind; where no kind is asked for, those at such places, which they know by key."""
    open_: HazardQuerySet = Hazard.objects.filter(unit__in=units).open().exclude(pk=alike.source_uid)
    if alike.types or alike.domains:
        return open_.filter(Q(type__in=alike.types) | Q(domain__in=alike.domains))
    return open_.filter(such(alike, "subject__"))
