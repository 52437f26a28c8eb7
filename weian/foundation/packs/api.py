"""The door of packs: rules, types, forms and named sets as data."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db.models import Q
from pydantic import BaseModel

from weian.foundation.packs.actions.loading import load
from weian.foundation.packs.kinds import kind
from weian.foundation.packs.landed import edited, land
from weian.foundation.packs.models import Entry, Pack
from weian.foundation.packs.reading import CONTENT, BadPack, PackFile, packs_on_disk, read_pack
from weian.kernel import clock, memo

__all__ = [
    "CONTENT",
    "BadPack",
    "PackFile",
    "edited",
    "entries",
    "kind",
    "land",
    "load",
    "packs_on_disk",
    "read_pack",
]

T = TypeVar("T", bound=BaseModel)
Loaded = tuple[tuple[Any, ...], ...]


def entries(name: str, schema: type[T], *, on: date | None = None) -> dict[str, T]:
    """Entries of one kind in force on a day (default today), by code, in order; the newest pack version wins."""
    day = on or clock.today()
    read = _read_of(memo.once("packs", _loaded))
    key = name, schema, day
    if key not in read:
        read[key] = _entries(name, schema, day)
    return dict(read[key])


# Packs are never edited, so what was read of those that are loaded holds until another is.
_read: tuple[Loaded, dict[Any, dict[str, Any]]] = ((), {})
_MOST = 2_000


def _read_of(loaded: Loaded) -> dict[Any, dict[str, Any]]:
    """What this process has read of exactly these packs."""
    global _read
    if _read[0] != loaded or len(_read[1]) > _MOST:
        _read = (loaded, {})
    return _read[1]


def _loaded() -> Loaded:
    packs = Pack.objects.order_by("uid").values_list("uid", "loaded_at", "valid_from", "valid_to")
    return tuple(packs)


def _entries(name: str, schema: type[T], day: date) -> dict[str, T]:
    rows = (
        Entry.objects.filter(kind=name, pack__valid_from__lte=day)
        .filter(Q(pack__valid_to=None) | Q(pack__valid_to__gt=day))
        .order_by("pack__valid_from", "pack__loaded_at", "order")
        .values_list("code", "data")
    )
    return {code: schema.model_validate(data) for code, data in rows}
