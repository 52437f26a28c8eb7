"""Pages of 50 cut by key, so that the thousandth page costs what the first does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from weian.ground.hazards.models import Hazard, HazardQuerySet

PAGE = 50


@dataclass(frozen=True)
class Page:
    """Rows in order of deadline; keys of the pages around, empty where there is none."""

    rows: list[Hazard]
    previous: str
    next: str


def page_of(hazards: HazardQuerySet, *, after: str = "", before: str = "") -> Page:
    """The page that follows or precedes a key; a key that cannot be read gives the first page."""
    forward, back = _key(after), _key(before)
    if back:
        found = list(hazards.before(*back).order_by("-due_key", "-uid")[: PAGE + 1])
        rows, more = found[:PAGE][::-1], len(found) > PAGE
        return Page(rows, _name(rows[0]) if rows and more else "", _name(rows[-1]) if rows else "")
    ordered = hazards.by_deadline()
    found = list((ordered.after(*forward) if forward else ordered)[: PAGE + 1])
    rows, more = found[:PAGE], len(found) > PAGE
    return Page(rows, _name(rows[0]) if rows and forward else "", _name(rows[-1]) if more else "")


def _name(hazard: Hazard) -> str:
    return f"{hazard.due_key.isoformat()}_{hazard.uid.hex}"


def _key(text: str) -> tuple[date, UUID] | None:
    day, _, uid = text.partition("_")
    try:
        return date.fromisoformat(day), UUID(uid)
    except ValueError:
        return None
