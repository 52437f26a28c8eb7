"""The door of packs: rules, types, forms and named sets as data."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db.models import Q
from pydantic import BaseModel

from weian.foundation.packs.actions.loading import load
from weian.foundation.packs.kinds import kind
from weian.foundation.packs.landed import edited, land
from weian.foundation.packs.models import Entry
from weian.foundation.packs.reading import CONTENT, BadPack, PackFile, packs_on_disk, read_pack
from weian.kernel import clock

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


def entries(name: str, schema: type[T], *, on: date | None = None) -> dict[str, T]:
    """Entries of one kind in force on a day (default today), by code, in order; the newest pack version wins."""
    day = on or clock.today()
    rows = (
        Entry.objects.filter(kind=name, pack__valid_from__lte=day)
        .filter(Q(pack__valid_to=None) | Q(pack__valid_to__gt=day))
        .order_by("pack__valid_from", "pack__loaded_at", "order")
        .values_list("code", "data")
    )
    return {code: schema.model_validate(data) for code, data in rows}
