"""Counts that never cost more than 10,000 rows each, all of a page's in one statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import Value
from django.http import HttpRequest

from weian.ground.hazards.models import Hazard, HazardQuerySet

CAP = 10_000
_KNOWN = "hazards_open_count"


def counts(wanted: Mapping[str, HazardQuerySet]) -> dict[str, int]:
    """Rows of each queryset, at most CAP + 1, in one round trip."""
    parts: list[str] = []
    params: list[Any] = []
    for hazards in wanted.values():
        rows = hazards.order_by().annotate(one=Value(1)).values_list("one")[: CAP + 1]
        if rows.query.is_empty():
            parts.append("0")
            continue
        sql, values = rows.query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")
        params += values
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        return dict(zip(wanted, cursor.fetchone(), strict=True))


def capped(count: int) -> tuple[int, bool]:
    """The figure to show, and whether there are more."""
    return (CAP, True) if count > CAP else (count, False)


def open_count(request: HttpRequest) -> int:
    """How many open hazards the viewer may see; for the menu."""
    known: int | None = getattr(request, _KNOWN, None)
    if known is not None:
        return known
    open_ones = Hazard.objects.visible_to(request.viewer).open()  # type: ignore[attr-defined]
    return capped(counts({"open": open_ones})["open"])[0]


def know_open_count(request: HttpRequest, count: int) -> None:
    """Spare the menu the question when the page has counted already."""
    setattr(request, _KNOWN, count)
