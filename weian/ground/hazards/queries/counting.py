"""Counts that never cost more than 10,000 rows each, all of a page's in one statement."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models import Value
from django.http import HttpRequest

from weian.foundation.people.api import Viewer, stencil
from weian.ground.hazards import pack_schema
from weian.ground.hazards.models import Hazard, HazardQuerySet
from weian.kernel import compiled

CAP = 10_000
_KNOWN = "hazards_open_count"


def counts(wanted: Mapping[str, HazardQuerySet]) -> dict[str, int]:
    """Rows of each queryset, at most CAP + 1, in one round trip."""
    return _answer(wanted, _counting(wanted.values())) if wanted else {}


def counts_for(
    viewer: Viewer, name: str, names: Collection[str], build: Callable[[Viewer, str], HazardQuerySet], *shape: Hashable
) -> dict[str, int]:
    """The same, compiled once for each kind of post; `shape` holds every other value that `build` uses."""
    cut = stencil(viewer)
    return _answer(names, compiled.statement(
        (name, cut.shape, shape), cut.values, lambda: _counting(build(cut.viewer, one) for one in names)
    ))  # fmt: skip


def capped(count: int) -> tuple[int, bool]:
    """The figure to show, and whether there are more."""
    return (CAP, True) if count > CAP else (count, False)


def _counting(wanted: Iterable[HazardQuerySet]) -> compiled.Statement:
    """One row; what is asked twice is counted once."""
    asked: dict[tuple[str, tuple[Any, ...]], str] = {}
    shown: list[str] = []
    for hazards in wanted:
        rows = hazards.order_by().annotate(one=Value(1)).values_list("one")[: CAP + 1]
        if rows.query.is_empty():
            shown.append("0")
        else:
            shown.append(asked.setdefault(rows.query.sql_with_params(), f"c{len(asked)}.n"))
    counted = ", ".join(f"(SELECT count(*) AS n FROM ({sql}) r) {name[:-2]}" for (sql, _), name in asked.items())
    source = f" FROM {counted}" if asked else ""
    return f"SELECT {', '.join(shown)}{source}", tuple(value for _, values in asked for value in values)


def _answer(names: Iterable[str], statement: compiled.Statement) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return dict(zip(names, cursor.fetchone(), strict=True))


def open_count(request: HttpRequest) -> int:
    """How many open hazards the viewer may see; for the menu."""
    known: int | None = getattr(request, _KNOWN, None)
    if known is not None:
        return known
    viewer = request.viewer  # type: ignore[attr-defined]
    found = counts_for(viewer, "hazards.menu", ["open"], _open, pack_schema.domains_apart())
    return capped(found["open"])[0]


def _open(me: Viewer, name: str) -> HazardQuerySet:
    return Hazard.objects.visible_to(me).safety().open()


def know_open_count(request: HttpRequest, count: int) -> None:
    """Spare the menu the question when the page has counted already."""
    setattr(request, _KNOWN, count)
