from __future__ import annotations

from collections.abc import Iterable

from weian.foundation.org.models import Unit
from weian.foundation.org.packs import UnitType
from weian.foundation.packs import api as packs
from weian.kernel.scope import Range


def children_of(unit: Unit) -> list[Unit]:
    """Current units directly below, commissions first, then by name."""
    return list(Unit.objects.current().filter(parent=unit).order_by("kind", "sort_key"))


def path_of(unit: Unit) -> list[Unit]:
    """The units above and the unit itself, from the top."""
    return [*reversed(Unit.objects.above(unit)), unit]


def unit_types() -> dict[str, UnitType]:
    """Institution types by code, from the loaded packs."""
    return packs.entries("unit_type", UnitType)


def search_units(words: str, ranges: Iterable[Range], *, limit: int = 20) -> list[Unit]:
    """Addressable units in `ranges` whose name, alias or pinyin initials contain `words`; best first."""
    words = words.strip()
    if not words:
        return []
    found = Unit.objects.addressable().within(ranges)
    by_name = found.filter(name__icontains=words) | found.filter(short_name__icontains=words)
    by_initials = found.filter(initials__startswith=words.lower()) if words.isascii() else found.none()
    by_alias = found.filter(aliases__contains=[words])
    return list((by_name | by_initials | by_alias).order_by("sort_key")[:limit])
