"""Sums that are kept of the rows which boards count, exact at every moment: docs/adr/0019-kept-sums.md."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction
from django.db.models import Q

from weian.foundation.org.api import Kind
from weian.foundation.org.models import Unit
from weian.kernel import scope
from weian.oversight.reports.models.standing import Standing

# Before everything that anybody asks for.
_FIRST = date(1, 1, 1)
_BETWEEN = """
    SELECT array_agg(DISTINCT place ORDER BY place) FROM (
        SELECT pos FROM org_unit WHERE kind = ANY(%(kinds)s)
        UNION ALL SELECT "end" FROM org_unit WHERE kind = ANY(%(kinds)s)
    ) stood (place)
"""
# One statement sees one moment: the changes that it takes away are those that the rows it counts have in them. Places
# are told by one at which somebody stands, which no unit made later can have around it.
_RECOUNT = """
    WITH gone AS (DELETE FROM {sums})
    INSERT INTO {sums} (basis, n, org_pos, {columns})
    SELECT %(basis)s, count(*), min(org_pos), {columns}
    FROM (SELECT width_bucket(org_pos, ({between})) AS part, org_pos, {shown} FROM {table}) counted
    GROUP BY part, {columns}
"""
_COUNTED = [Kind.COMMISSION.value, Kind.ROOT.value]


@dataclass(frozen=True)
class Kept:
    """How rows of `model.of` are summed for a day.

    `breaks`: for a column of days, on which days a condition may begin; a day in between counts as the one before it.
    `shown`: SQL of columns that are not told as they are; it may use those days (`{due}`) and `content`: codes on which
    the conditions depend.
    """

    model: type[Standing]
    breaks: Callable[[date], Mapping[str, Sequence[date]]]
    shown: Mapping[str, str] = field(default_factory=dict)
    content: Callable[[], Collection[str]] = tuple

    @property
    def columns(self) -> list[str]:
        fields = self.model._meta.concrete_fields
        return [str(one.column) for one in fields if one.name not in {"id", "basis", "org_pos", "n"}]

    def basis(self, day: date) -> str:
        """What sums must have been taken for, to answer a question of that day."""
        return " ".join([day.isoformat(), *sorted(self.content())])

    def answers(self, node: Unit, wanted: Iterable[Q]) -> bool:
        """Whether the sums are fine enough: of a commission whose whole place is in sight, by fields that they have."""
        known = {one.name for one in self.model._meta.concrete_fields}
        whole = node.kind in _COUNTED and scope.sees(*node.span)
        return whole and all(known.issuperset(_fields(one)) for one in wanted)

    @transaction.atomic
    def recount(self, day: date) -> int:
        """Sum all rows anew for `day`, as system; returns the sums. Whoever writes meanwhile is not held up."""
        breaks = self.breaks(day)
        floors = {name: f"(%({name})s::date[])[width_bucket({name}, %({name})s::date[])]" for name in breaks}
        told = {name: floors.get(name, name) for name in self.columns}
        told |= {name: sql.format(**floors) for name, sql in self.shown.items()}
        shown = ", ".join(f"{sql} AS {name}" for name, sql in told.items())
        statement = _RECOUNT.format(
            sums=self.model._meta.db_table, table=self.model.of._meta.db_table, columns=", ".join(self.columns),
            shown=shown, between=_BETWEEN,
        )  # fmt: skip
        days = {name: [_FIRST, *sorted({*wanted})] for name, wanted in breaks.items()}
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [self.model._meta.db_table])
            cursor.execute(
                statement, {"basis": self.basis(day), "content": list(self.content()), "kinds": _COUNTED, **days}
            )
            return int(cursor.rowcount)


def _fields(condition: Q) -> Iterator[str]:
    for one in condition.children:
        if isinstance(one, Q):
            yield from _fields(one)
        else:
            name, _ = one  # type: ignore[misc]
            yield str(name).partition("__")[0]
