"""Pages of 50 cut by key, so that the thousandth page costs what the first does."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from weian.foundation.people.api import Viewer, rows_for
from weian.ground.hazards.models import Hazard, HazardQuerySet
from weian.kernel import compiled, planning

PAGE = 50
FIRST, ON, BACK = "first", "on", "back"
WALKED = "walked"
Key = tuple[date, UUID]
_AT: Key = compiled.day(1), compiled.uid(90)


@dataclass(frozen=True)
class Page:
    """Rows in order of deadline; keys of the pages around, empty where there is none."""

    rows: list[Hazard]
    previous: str
    next: str


def page_of(hazards: HazardQuerySet, *, after: str = "", before: str = "") -> Page:
    """The page that follows or precedes a key; a key that cannot be read gives the first page."""
    return _page(lambda way, key: list(_cut(hazards, way, key)), after, before)


def page_for(
    viewer: Viewer, name: str, find: Callable[[Viewer], HazardQuerySet], draw: Callable[[Viewer, HazardQuerySet], Any],
    *shape: Hashable, after: str, before: str, wide: bool,
) -> Page:  # fmt: skip
    """The same, compiled once for each kind of post; `shape` holds every other value that is used.

    `draw` adds what a line shows to those of what `find` finds that are on the page. `wide`: the list is known to hold
    a good part of all hazards, so that it is walked; else it is sorted by its keys, which an index holds, and only
    the rows of the page are looked at.
    """

    def build(me: Viewer, way: str, key: Key | None) -> Any:
        found = _cut(find(me), way, key)
        if wide:
            return draw(me, found)
        return _ordered(draw(me, Hazard.objects.filter(pk__in=found.values("pk"))), way)

    def read(way: str, key: Key | None) -> list[Hazard]:
        values = {_AT[0]: key[0], _AT[1]: key[1]} if key else {}
        return rows_for(
            viewer, name, lambda me: build(me, way, _AT if key else None), *shape, way, values=values,
            plan=WALKED if wide else "",
        )  # fmt: skip

    with planning.walked() if wide else nullcontext():
        return _page(read, after, before)


def _page(read: Callable[[str, Key | None], list[Hazard]], after: str, before: str) -> Page:
    forward, back = _key(after), _key(before)
    if back:
        found = read(BACK, back)
        rows, more = found[:PAGE][::-1], len(found) > PAGE
        return Page(rows, _name(rows[0]) if rows and more else "", _name(rows[-1]) if rows else "")
    found = read(ON if forward else FIRST, forward)
    rows, more = found[:PAGE], len(found) > PAGE
    return Page(rows, _name(rows[0]) if rows and forward else "", _name(rows[-1]) if more else "")


def _cut(hazards: HazardQuerySet, way: str, key: Key | None) -> HazardQuerySet:
    if key:
        hazards = hazards.before(*key) if way == BACK else hazards.after(*key)
    cut: HazardQuerySet = _ordered(hazards, way)[: PAGE + 1]
    return cut


def _ordered(hazards: Any, way: str) -> Any:
    return hazards.order_by("-due_key", "-uid") if way == BACK else hazards.by_deadline()


def _name(hazard: Hazard) -> str:
    return f"{hazard.due_key.isoformat()}_{hazard.uid.hex}"


def _key(text: str) -> tuple[date, UUID] | None:
    day, _, uid = text.partition("_")
    try:
        return date.fromisoformat(day), UUID(uid)
    except ValueError:
        return None
