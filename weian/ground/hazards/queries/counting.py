"""Counts that cost little, all of a page's in one statement: capped at 10,000 rows, or several in one look."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, Value
from django.http import HttpRequest

from weian.foundation.people.api import Viewer, stencil
from weian.ground.hazards.apart import domains_apart
from weian.ground.hazards.models import Hazard, HazardQuerySet
from weian.kernel import compiled

CAP = 10_000
_KNOWN = "hazards_open_count"


@dataclass(frozen=True)
class Among:
    """Those of `rows` that `among` holds of, not capped: for rows that are known to be some thousands at most."""

    rows: HazardQuerySet
    among: Q


Wanted = HazardQuerySet | Among


def counts(wanted: Mapping[str, HazardQuerySet]) -> dict[str, int]:
    """Rows of each queryset, at most CAP + 1, in one round trip."""
    return _answer(wanted, _counting(wanted.values())) if wanted else {}


def counts_for(
    viewer: Viewer, name: str, names: Collection[str], build: Callable[[Viewer, str], Wanted], *shape: Hashable
) -> dict[str, int]:
    """The same, compiled once for each kind of post; `shape` holds every other value that `build` uses."""
    cut = stencil(viewer)
    return _answer(names, compiled.statement(
        (name, cut.shape, shape), cut.values, lambda: _counting(build(cut.viewer, one) for one in names)
    ))  # fmt: skip


def capped(count: int) -> tuple[int, bool]:
    """The figure to show, and whether there are more."""
    return (CAP, True) if count > CAP else (count, False)


def _counting(wanted: Iterable[Wanted]) -> compiled.Statement:
    """One row with a column for each; what several ask of the same rows is answered by one look at them."""
    scans: dict[compiled.Statement, tuple[HazardQuerySet, list[Q]]] = {}
    shown: list[str] = []
    for one in wanted:
        rows, among = (one.rows, one.among) if isinstance(one, Among) else (one, None)
        if rows.query.is_empty():
            shown.append("0")
            continue
        key = rows.order_by().values("pk").query.sql_with_params() if among is not None else _capped(rows)
        _, columns = scans.setdefault(key, (rows, []))
        if among is not None and among not in columns:
            columns.append(among)
        shown.append(f"c{[*scans].index(key)}.n{columns.index(among) if among is not None else 0}")
    asked = [_all(rows, columns) if columns else key for key, (rows, columns) in scans.items()]
    source = ", ".join(f"({sql}) c{at}" for at, (sql, _) in enumerate(asked))
    return f"SELECT {', '.join(shown)}{' FROM ' if asked else ''}{source}", tuple(v for _, vs in asked for v in vs)


def _capped(rows: HazardQuerySet) -> compiled.Statement:
    sql, values = rows.order_by().annotate(one=Value(1)).values_list("one")[: CAP + 1].query.sql_with_params()
    return f"SELECT count(*) AS n0 FROM ({sql}) r", values


def _all(rows: HazardQuerySet, columns: list[Q]) -> compiled.Statement:
    counted = {f"n{at}": Count(Value(1), filter=among or None) for at, among in enumerate(columns)}
    grouped = rows.order_by().annotate(one=Value(1)).values("one").annotate(**counted).values(*counted)
    sql, values = grouped.query.sql_with_params()
    return str(sql), values


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
    found = counts_for(viewer, "hazards.menu", ["open"], _open, domains_apart())
    return capped(found["open"])[0]


def _open(me: Viewer, name: str) -> HazardQuerySet:
    return Hazard.objects.visible_to(me).safety().open()


def know_open_count(request: HttpRequest, count: int) -> None:
    """Spare the menu the question when the page has counted already."""
    setattr(request, _KNOWN, count)
