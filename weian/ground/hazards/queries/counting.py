"""Counts that cost little, all of a page's in one statement: capped at 10,000 rows, or several in one look."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Q, Value
from django.http import HttpRequest

from weian.foundation.org.api import Kind, Level
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer, stencil
from weian.ground.hazards.apart import domains_apart
from weian.ground.hazards.models import Hazard, HazardQuerySet
from weian.kernel import compiled

CAP = 10_000
_KNOWN = "hazards_open_count"
_WIDE = {Level.NATION, Level.PROVINCE, Level.CITY}


@dataclass(frozen=True)
class Among:
    """Those of `rows` that `among` holds of, not capped: several such are counted in one look at the rows."""

    rows: HazardQuerySet
    among: Q


Wanted = HazardQuerySet | Among


def are_many(unit: Unit) -> bool:
    """Whether hazards under a node are likely to be a good part of all: those of a city and more."""
    return unit.kind == Kind.COMMISSION and unit.level in _WIDE


def part(rows: HazardQuerySet, among: Q, *, many: bool) -> Wanted:
    """Those of `rows` that `among` holds of: capped where they may be very many, else in one look with the others."""
    return rows.filter(among) if many else Among(rows, among)


def counts(wanted: Mapping[str, HazardQuerySet]) -> dict[str, int]:
    """Rows of each queryset, at most CAP + 1, in one round trip."""
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(*_counting(wanted.values()))
        return dict(zip(wanted, cursor.fetchone(), strict=True))


def counts_for(
    viewer: Viewer, name: str, names: Collection[str], build: Callable[[Viewer, str], Wanted], *shape: Hashable
) -> dict[str, int]:
    """The same, compiled once for each kind of post; `shape` holds every other value that `build` uses."""
    cut = stencil(viewer)
    found = compiled.first(
        (name, cut.shape, shape), cut.values, lambda: _counting(build(cut.viewer, one) for one in names)
    )
    return dict(zip(names, found, strict=True))


def capped(count: int) -> tuple[int, bool]:
    """The figure to show, and whether there are more."""
    return (CAP, True) if count > CAP else (count, False)


@dataclass
class _Look:
    """One look at some rows: how many they are, capped, or how many each of `columns` holds of."""

    name: str
    rows: HazardQuerySet
    columns: list[Q] = field(default_factory=list)

    def column(self, among: Q | None) -> str:
        if among is None:
            return f"{self.name}.n0"
        if among not in self.columns:
            self.columns.append(among)
        return f"{self.name}.n{self.columns.index(among)}"

    def statement(self) -> compiled.Statement:
        return _all(self.rows, self.columns) if self.columns else _capped(self.rows)


def _counting(wanted: Iterable[Wanted]) -> compiled.Statement:
    """One row with a column for each; what several ask of the same rows is answered by one look at them."""
    looks: dict[Hashable, _Look] = {}
    shown: list[str] = []
    for one in wanted:
        rows, among = (one.rows, one.among) if isinstance(one, Among) else (one, None)
        try:
            key = among is None, rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            shown.append("0")
            continue
        shown.append(looks.setdefault(key, _Look(f"c{len(looks)}", rows)).column(among))
    asked = [(look.name, *look.statement()) for look in looks.values()]
    source = ", ".join(f"({sql}) {name}" for name, sql, _ in asked)
    values = tuple(value for _, _, values in asked for value in values)
    return f"SELECT {', '.join(shown)}{' FROM ' if asked else ''}{source}", values


def _capped(rows: HazardQuerySet) -> compiled.Statement:
    sql, values = rows.order_by().annotate(one=Value(1)).values_list("one")[: CAP + 1].query.sql_with_params()
    return f"SELECT count(*) AS n0 FROM ({sql}) r", values


def _all(rows: HazardQuerySet, columns: list[Q]) -> compiled.Statement:
    counted = {f"n{at}": Count(Value(1), filter=among or None) for at, among in enumerate(columns)}
    grouped = rows.order_by().annotate(one=Value(1)).values("one").annotate(**counted).values(*counted)
    sql, values = grouped.query.sql_with_params()
    return str(sql), values


def open_count(request: HttpRequest) -> int:
    """How many open hazards the viewer may see; for the menu."""
    known: int | None = getattr(request, _KNOWN, None)
    if known is not None:
        return known
    viewer = request.viewer  # type: ignore[attr-defined]
    found = counts_for(viewer, "hazards.menu", ["open"], lambda me, _: open_to(me), domains_apart())
    return capped(found["open"])[0]


def open_to(viewer: Viewer) -> HazardQuerySet:
    """The open hazards of production safety that the viewer may see."""
    return Hazard.objects.visible_to(viewer).safety().open()


def know_open_count(request: HttpRequest, count: int) -> None:
    """Spare the menu the question when the page has counted already."""
    setattr(request, _KNOWN, count)
