"""What very many units owe for one document, counted in SQL: the same as `owed` says of each, without reading any.

Only of what is owed once by the units to which a document was sent; periods are told by `owed` alone.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from weian.foundation.documents.api import DocumentStatus
from weian.foundation.documents.models import Document
from weian.foundation.org.api import rows_at
from weian.foundation.org.models import Unit
from weian.ground.duties.due import last_passed, runs_at_units, working_days_late
from weian.ground.duties.models import Obligation, OwedBy, Task
from weian.ground.duties.states import FINISHED, WITH_UNIT, TaskState
from weian.kernel import compiled, memo

# To whom the document was sent, with what decides whether an obligation applies to them (models.aim.binds).
_BOUND = """
    SELECT u.uid, u.kind, u.type, u.grade, u.light, u.ended_on IS NULL AS stands,
        CASE WHEN %(cuts)s::jsonb <> '{}' THEN (r.sent_at AT TIME ZONE 'Asia/Shanghai')::date END AS reached, ARRAY(
        SELECT i.pos FROM duties_obligation o JOIN org_unit i ON i.uid = o.issuer_id
        WHERE o.uid = ANY(%(added)s) AND i.pos < u.pos AND u.pos < i."end"
    ) AS added
    FROM documents_receipt r JOIN org_unit u ON u.uid = r.unit_id
    WHERE r.document_id = %(document)s AND r.via <> 'copy' AND r.org_pos >= %(lo)s AND r.org_pos < %(hi)s
        AND u.pos >= %(lo)s AND u.pos < %(hi)s
"""
# `stands`: it is owed by who did not begin, too (owed._all_of: what lapsed or was annulled is not).
_OBLIGATIONS = """
    SELECT o.*, i.pos AS added_at, (%(cuts)s::jsonb ->> o.uid::text)::date AS cut, NOT %(annulled)s
        AND (o.until IS NULL OR o.until >= %(on)s OR (o.added_why = '' AND coalesce(o.due <= o.until, false))) AS stands
    FROM duties_obligation o JOIN org_unit i ON i.uid = o.issuer_id WHERE o.uid = ANY(%(obligations)s)
"""
_APPLIES = """
    (o.added_why = '' OR o.added_at = ANY(u.added)) AND (o.size = '' OR (o.size = 'light') = u.light)
    AND (o.to_kinds = '[]' OR jsonb_exists(o.to_kinds, u.kind))
    AND CASE WHEN u.kind = 'institution' THEN
        (o.to_types = '[]' OR jsonb_exists(o.to_types, u.type)) AND (o.to_grades = '[]' OR EXISTS (
            SELECT FROM jsonb_array_elements_text(o.to_grades) g WHERE starts_with(u.grade, g)))
    ELSE o.to_kinds <> '[]' OR (o.to_types = '[]' AND o.to_grades = '[]') END
"""
# Of a term that runs from each unit's receipt: late where the notice came by its `cut`; of others the day is over.
_PASSED = """
    CASE WHEN jsonb_exists(%(cuts)s::jsonb, o.uid::text) THEN coalesce(u.reached <= o.cut, false)
    ELSE coalesce(o.due = ANY(%(passed)s), false) END
"""
_LATE = "coalesce(t.status = ANY(%(with_unit)s) AND coalesce(t.late_days, 1) > 0 AND t.due = ANY(%(passed)s), false)"
# Of each obligation: units that owe it and did nothing yet (as many of a kind at once), and tasks by state.
_EACH = f"""
    WITH bound AS MATERIALIZED ({_BOUND}), asked AS MATERIALIZED ({_OBLIGATIONS}),
    alike AS (
        SELECT kind, type, grade, light, added, reached, count(*) AS n FROM bound WHERE stands GROUP BY 1, 2, 3, 4, 5, 6
    ),
    owing AS (
        SELECT o.uid, sum(u.n)::bigint AS n, coalesce(sum(u.n) FILTER (WHERE {_PASSED}), 0)::bigint AS passed
        FROM asked o JOIN alike u ON {_APPLIES} WHERE o.stands GROUP BY 1
    ),
    begun AS (
        SELECT o.uid, count(*) AS n, count(*) FILTER (WHERE o.stands AND u.stands) AS owing,
            count(*) FILTER (WHERE o.stands AND u.stands AND {_PASSED}) AS passed,
            count(*) FILTER (WHERE t.status = ANY(%(finished)s)) AS finished,
            count(*) FILTER (WHERE t.status = %(exempted)s) AS exempted,
            count(*) FILTER (WHERE {_LATE}) AS late
        FROM asked o JOIN duties_task t ON t.obligation_id = o.uid AND t.period_start IS NULL
        JOIN bound u ON u.uid = t.unit_id AND {_APPLIES}
        GROUP BY 1
    ),
    counted AS (
        SELECT asked.uid, coalesce(owing.n, 0) - coalesce(begun.owing, 0) AS idle, coalesce(begun.n, 0) AS n,
            coalesce(owing.passed, 0) - coalesce(begun.passed, 0) AS idle_late,
            coalesce(begun.finished, 0) AS finished, coalesce(begun.exempted, 0) AS exempted,
            coalesce(begun.late, 0) AS late
        FROM asked LEFT JOIN owing USING (uid) LEFT JOIN begun USING (uid)
    )
    SELECT uid, idle + n - exempted, finished - exempted,
        late + idle_late, exempted
    FROM counted
"""
# Of each unit: whether all it owes is finished, anything is late, and whether it was exempted from all of it.
_UNITS = f"""
    WITH bound AS ({_BOUND}), asked AS ({_OBLIGATIONS}),
    units AS (
        SELECT u.uid, bool_and(coalesce(t.status = ANY(%(finished)s), false)) AS done,
            bool_and(coalesce(t.status = %(exempted)s, false)) AS exempted,
            bool_or(CASE WHEN t.uid IS NULL THEN {_PASSED} ELSE {_LATE} END) AS late
        FROM bound u JOIN asked o ON {_APPLIES}
        LEFT JOIN duties_task t ON t.obligation_id = o.uid AND t.unit_id = u.uid AND t.period_start IS NULL
        WHERE t.uid IS NOT NULL OR u.stands AND o.stands
        GROUP BY 1
    )
    SELECT count(*) FILTER (WHERE NOT exempted), count(*) FILTER (WHERE done AND NOT exempted),
        count(*) FILTER (WHERE late), count(*) FILTER (WHERE exempted)
    FROM units
"""


@dataclass(frozen=True)
class Counts:
    """Tasks or units: how many there are without the exempted ones, of them done, of them late; the exempted ones."""

    whole: int = 0
    done: int = 0
    late: int = 0
    exempted: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.whole + other.whole, self.done + other.done, self.late + other.late, self.exempted + other.exempted
        )


def in_force(document: Document, on: date) -> list[Obligation]:
    """What the document asks on a day, of whomever, in its order."""
    some = compiled.uid(1)

    def build() -> QuerySet[Obligation]:
        asked = Obligation.objects.filter(document=some).exclude(status=Obligation.Status.ANNULLED)
        return asked.exclude(starts__gt=on).order_by("order", "uid")

    found: list[Obligation] = memo.once(
        ("duties.in_force", document.pk, on),
        lambda: compiled.rows(("duties.in_force", on), {some: document.pk}, build),
    )
    return [*found]


def countable(obligations: Iterable[Obligation]) -> bool:
    """Whether all of these are owed once, by those to whom the document was sent; and where the campaign ended, that
    their terms were the same for all."""
    return all(
        one.owed_by == OwedBy.ADDRESSEES and not one.every and not one.pack_item
        and not (one.until and _runs_at_units(one))
        for one in obligations
    )  # fmt: skip


def tasks_counted(
    document: Document, under: Unit, obligations: Collection[Obligation], *, on: date
) -> dict[UUID, Counts]:
    """Of each obligation what the units at and under a node owe. Raises ValueError for what is not `countable`."""
    none = {one.pk: Counts() for one in obligations}
    return none | {row[0]: Counts(*row[1:]) for row in _asked(_EACH, document, under, obligations, on)}


def units_counted(document: Document, under: Unit, obligations: Collection[Obligation], *, on: date) -> Counts:
    """Units with all of these done; an exempted one is settled, who was exempted from all is apart.

    Raises ValueError for what is not `countable`.
    """
    return Counts(*_asked(_UNITS, document, under, obligations, on)[0])


def _asked(
    sql: str, document: Document, under: Unit, obligations: Collection[Obligation], on: date
) -> list[tuple[Any, ...]]:
    if not countable(obligations):
        raise ValueError("these are not owed once by addressees")
    wanted = [one.pk for one in obligations]
    dues = {*_dues_of_begun(under, wanted), *(one.due for one in obligations)}
    given: dict[str, Any] = {
        "document": document.pk, "annulled": document.status == DocumentStatus.ANNULLED, "obligations": wanted,
        "lo": under.pos, "hi": under.end, "on": on,
        "passed": [due for due in dues if due and working_days_late(due, on)],
        "finished": [str(one.value) for one in FINISHED], "with_unit": [str(one.value) for one in WITH_UNIT],
        "exempted": str(TaskState.EXEMPTED.value),
        "cuts": json.dumps({str(one.pk): _cut(one, on) for one in obligations if _runs_at_units(one)}),
        "added": [one.pk for one in obligations if one.is_addition],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [*cursor.fetchall()]


def _runs_at_units(one: Obligation) -> bool:
    return runs_at_units(one.due_event, one.issued, one.due)


def _cut(one: Obligation, on: date) -> str | None:
    """Whom the notice reached by then is late on `on`, whoever got it later is not."""
    day = last_passed(one.due_event, one.issued, on)
    return day.isoformat() if day else None


def _dues_of_begun(under: Unit, obligations: list[UUID]) -> list[date | None]:
    some = compiled.several(10, obligations)

    def build(node: Unit) -> QuerySet[Any]:
        begun = Task.objects.under(node).filter(obligation__in=list(some)).order_by()
        return begun.values_list("due", flat=True).distinct()

    return rows_at(under, "duties.dues", build, len(some), values=some)
