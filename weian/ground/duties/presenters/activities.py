"""Activities with photographs, counted by quarter and unit; a quarter without one shows 0 and its open item."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from weian.foundation.evidence import api as evidence
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.duties.addresses import url_of
from weian.ground.duties.models import AskKind, Obligation, OwedBy, Record
from weian.ground.duties.owed import owed
from weian.kernel import clock, keyset

PAGE = 50
RECENT = 30


def context(viewer: Viewer, year: str, after: str) -> dict[str, Any]:
    """All that `duties/activities.html` needs: the units in reach that owe activities or held some, 50 a page."""
    today = clock.today()
    asked = keyset.number(year)
    shown_year = asked if asked and 2000 <= asked <= today.year else today.year
    units = _units(viewer)
    total = units.count()
    shown, key = keyset.by_place(units, after, PAGE)
    counts = _counts(shown, shown_year)
    doors = _open(shown, shown_year)
    quarters = [number for number in (1, 2, 3, 4) if date(shown_year, number * 3 - 2, 1) <= today]
    rows = [
        {
            "unit": unit,
            "cells": [{"count": counts[unit.pk, number], "url": doors[unit.pk].get(number)} for number in quarters],
            "total": sum(counts[unit.pk, number] for number in quarters),
        }
        for unit in shown
    ]
    mine = Record.objects.visible_to(viewer).filter(kind=AskKind.ACTIVITY, happened_on__year=shown_year)
    return {
        "menu_key": "tasks", "rows": rows, "quarters": quarters, "year": shown_year, "unit": viewer.unit,
        "years": [shown_year - 1, *([shown_year + 1] if shown_year < today.year else [])],
        "records": mine.select_related("unit").order_by("-happened_on", "-made_at")[:RECENT],
        "foot": {
            "total": total, "shown": len(shown), "next_url": f"?year={shown_year}&after={key}" if key else "",
            "previous_url": "" if keyset.number(after) is None else f"?year={shown_year}",
        },
    }  # fmt: skip


def _units(viewer: Viewer):  # type: ignore[no-untyped-def]
    """Institutions in reach of the types that are asked for activities, and those that held some unasked."""
    asked = Obligation.objects.filter(
        kind=AskKind.ACTIVITY, owed_by=OwedBy.UNDER, issuer__pos__lt=viewer.unit.end, issuer__end__gt=viewer.unit.pos
    )
    types = {code for codes in asked.values_list("to_types", flat=True) for code in codes}
    held = Record.objects.visible_to(viewer).filter(kind=AskKind.ACTIVITY).values("unit")
    within = Unit.objects.current().institutions().within(viewer.ranges)
    return within.filter(type__in=types) | within.filter(pk__in=held)


def _counts(units: list[Unit], year: int) -> Counter[tuple[UUID, int]]:
    """(unit, quarter) → activities with a photograph."""
    held = Record.objects.filter(kind=AskKind.ACTIVITY, unit__in=units, happened_on__year=year)
    rows = held.filter(evidence.with_image(Record.audit_kind)).values_list("unit", "happened_on")
    return Counter((unit, (day.month + 2) // 3) for unit, day in rows)


def _open(units: list[Unit], year: int) -> dict[UUID, dict[int, str]]:
    """The open item of each quarter, by unit."""
    found: dict[UUID, dict[int, str]] = defaultdict(dict)
    for one in owed(units, with_posts=False):
        begins = one.period_start
        if one.obligation.kind == AskKind.ACTIVITY and one.is_open and begins and begins.year == year:
            found[one.unit.pk][(begins.month + 2) // 3] = url_of(one)
    return found
