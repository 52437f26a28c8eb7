"""The door of packs: rules, types, forms and named sets as data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet
from pydantic import BaseModel

from weian.foundation.packs.actions.loading import load
from weian.foundation.packs.kinds import kind
from weian.foundation.packs.landed import edited, land
from weian.foundation.packs.models import Entry, Pack
from weian.foundation.packs.reading import CONTENT, BadPack, PackFile, packs_on_disk, read_pack
from weian.kernel import clock, compiled, memo

__all__ = [
    "CONTENT",
    "BadPack",
    "Dated",
    "PackFile",
    "dated",
    "edited",
    "edition",
    "editions",
    "entries",
    "kind",
    "land",
    "load",
    "packs_on_disk",
    "read_pack",
    "titles",
    "versions",
]

T = TypeVar("T", bound=BaseModel)
Loaded = tuple[tuple[Any, ...], ...]


def entries(name: str, schema: type[T], *, on: date | None = None) -> dict[str, T]:
    """Entries of one kind in force on a day (default today), by code, in order; the newest pack version wins."""
    day = on or clock.today()
    read = _known().found
    key = name, schema, day
    if key not in read:
        read[key] = _entries(name, schema, day)
    return dict(read[key])


def editions(name: str, schema: type[T], *, on: date | None = None) -> dict[str, tuple[str, T]]:
    """As `entries`, each with the version of the pack that it came in: what a record cites to be judged by it later."""
    day = on or clock.today()
    read = _known().found
    key = "editions", name, schema, day
    if key not in read:
        rows = _in_force(name, day).values_list("code", "pack__version", "data")
        read[key] = {code: (version, schema.model_validate(data)) for code, version, data in rows}
    return dict(read[key])


def edition(name: str, schema: type[T], code: str, version: str) -> T | None:
    """One entry as a pack of this version had it, in force or not; of several the one that was loaded first."""
    read = _known().found
    key = "edition", name, schema, version
    if code not in read.setdefault(key, {}):
        rows = Entry.objects.filter(kind=name, code=code, pack__version=version).order_by("pack__loaded_at", "pack_id")
        data = rows.values_list("data", flat=True).first()
        if data is None:
            return None
        read[key][code] = schema.model_validate(data)
    found: T = read[key][code]
    return found


def versions(name: str, *, on: date | None = None) -> dict[str, str]:
    """By which version of which pack each entry of one kind is in force: 代码 版本, for what cites it."""
    day = on or clock.today()
    rows = _in_force(name, day).values_list("code", "pack__code", "pack__version")
    return {code: f"{pack} {version}" for code, pack, version in rows}


@dataclass(frozen=True)
class Dated(Generic[T]):
    """An entry with the days on which it is asked for here; `valid_to` is the first day after.

    What came with an upgrade asks nothing of the time before: `valid_from` is then no earlier than the day it came.
    """

    entry: T
    valid_from: date
    valid_to: date | None

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def dated(name: str, schema: type[T]) -> list[Dated[T]]:
    """All entries of one kind that are or ever were in force, a later version of a code after the earlier; for what
    is judged by the content of many days at once."""
    known = _known()
    read, key = known.found, (name, schema, None)
    if key not in read:
        rows = Entry.objects.filter(kind=name).order_by("pack__valid_from", "pack__loaded_at", "order")
        told = rows.values_list("data", "pack__valid_from", "pack__valid_to", "pack__loaded_at")
        first = min((_day(loaded) for _, loaded, _, _ in known.loaded), default=None)
        read[key] = {
            str(number): Dated(
                schema.model_validate(data), since if _day(loaded) == first else max(since, _day(loaded)), until
            )
            for number, (data, since, until, loaded) in enumerate(told)
        }
    return list(read[key].values())


def titles(codes: Iterable[str]) -> dict[str, str]:
    """What the content calls these codes, of whatever kind and day; the newest pack wins."""
    rows = Entry.objects.filter(code__in=list(codes), data__has_key="title").order_by("pack__loaded_at", "order")
    return dict(rows.values_list("code", "data__title"))


def came_on(name: str, code: str) -> date | None:
    """The day on which an entry of that code was here first, in whatever version; None where it never was."""
    rows = Entry.objects.filter(kind=name, code=code).order_by("pack__loaded_at")
    loaded = rows.values_list("pack__loaded_at", flat=True).first()
    return _day(loaded) if loaded else None


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.SHANGHAI).date()


@dataclass(frozen=True)
class _Read:
    """What this process has read of exactly these packs. They are never edited: it holds until another is loaded."""

    loaded: Loaded = ()
    found: dict[Any, dict[str, Any]] = field(default_factory=dict)


_MOST = 2_000
_read = _Read()


def _known() -> _Read:
    return memo.once("packs", _current, steady=True)


def _current() -> _Read:
    global _read
    loaded = _loaded()
    if _read.loaded != loaded or len(_read.found) > _MOST:
        _read = _Read(loaded)
    return _read


def _loaded() -> Loaded:
    told = "uid", "loaded_at", "valid_from", "valid_to"
    return tuple(compiled.rows("packs.loaded", {}, lambda: Pack.objects.order_by("uid").values_list(*told)))


def _entries(name: str, schema: type[T], day: date) -> dict[str, T]:
    rows = _in_force(name, day).values_list("code", "data")
    return {code: schema.model_validate(data) for code, data in rows}


def _in_force(name: str, day: date) -> QuerySet[Entry]:
    """Entries of the packs in force, the newest last."""
    return (
        Entry.objects.filter(kind=name, pack__valid_from__lte=day)
        .filter(Q(pack__valid_to=None) | Q(pack__valid_to__gt=day))
        .order_by("pack__valid_from", "pack__loaded_at", "order")
    )
