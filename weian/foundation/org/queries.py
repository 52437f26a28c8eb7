from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from weian.foundation.org.kinds import Kind
from weian.foundation.org.models import Place, Unit
from weian.foundation.org.packs import AgencyKind, UnitType
from weian.foundation.packs import api as packs
from weian.kernel import compiled
from weian.kernel.scope import Range


def children_of(unit: Unit, *, limit: int | None = None) -> list[Unit]:
    """Current units directly below, commissions first, then by name; at most `limit` of them."""
    return list(Unit.objects.current().filter(parent=unit).order_by("kind", "sort_key")[:limit])


def path_of(unit: Unit) -> list[Unit]:
    """The units above and the unit itself, from the top."""
    return [*reversed(Unit.objects.above(unit)), unit]


def unit_types() -> dict[str, UnitType]:
    """Institution types by code, from the loaded packs."""
    return packs.entries("unit_type", UnitType)


def agency_kinds() -> dict[str, AgencyKind]:
    """Kinds of co-operating agencies by code, from the loaded packs."""
    return packs.entries("agency_kind", AgencyKind)


def agency_kind_of(name: str, kinds: Iterable[AgencyKind]) -> str:
    """The code of the kind that a notice means by `name`; empty where it names none of these."""
    told = [(len(word), one.code) for one in kinds for word in one.words if word in name]
    return max(told)[1] if told else ""


def agencies_of(unit: Unit) -> QuerySet[Unit]:
    """The agencies of the territory that a commission has: of its own level, not of the territories inside."""
    found = Unit.objects.current().filter(kind=Kind.AGENCY, region=unit.region, region__isnull=False)
    return found.order_by("type", "sort_key", "pk")


def span_on(unit: Unit, day: date) -> Range:
    """The interval that `unit` held at the end of `day`: before a move, the one that it left."""
    then = Place.objects.after(day).filter(unit=unit).first()
    return (then.pos, then.end) if then else unit.span


def search_units(words: str, ranges: Iterable[Range], *, limit: int = 20) -> list[Unit]:
    """Addressable units in `ranges` whose name, former name or pinyin initials contain `words`; best first."""
    words = words.strip()
    if not words:
        return []
    said, spelled = compiled.text(1), compiled.text(2)
    initials, former = words.isascii(), not set(words) & set('",[]')  # signs of the stored list are no part of a name
    places: dict[int, int] = {compiled.place(at): place for at, place in enumerate(chain(*ranges), 100)}
    here = list(zip(*[iter(places)] * 2, strict=True))

    def build() -> QuerySet[Unit]:
        named = Q(name__icontains=said) | Q(short_name__icontains=said)
        if initials:
            named |= Q(initials__startswith=spelled)
        if former:
            named |= Q(former__icontains=said)
        found = Unit.objects.addressable().within(here).annotate(former=Cast("aliases", TextField()))
        return found.filter(named).order_by("sort_key", "pos")[:limit]

    values: dict[Any, Any] = {said: words, spelled: words.lower(), **places}
    return compiled.rows(("org.search", len(here), initials, former, limit), values, build, planned=False)
