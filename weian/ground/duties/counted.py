"""What very many units owe for one document, counted in SQL: the same as `owed` says of each, without reading any.

Only of what is owed once by the units to which a document was sent; periods are told by `owed` alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from weian.foundation.documents.api import DocumentStatus
from weian.foundation.documents.models import Document
from weian.foundation.org.models import Unit
from weian.ground.duties.due import working_days_late
from weian.ground.duties.models import Obligation, OwedBy, Task
from weian.ground.duties.states import FINISHED, WITH_UNIT, TaskState

# One row for each unit and obligation, as Owed is: `done`, `exempted` and `late` of its state. What lapsed or was
# annulled, or whose unit has ended, is owed only where it was begun (owed._all_of).
_OWED = """
    SELECT o.uid AS obligation, u.uid AS unit, s.state = ANY(%(finished)s) AS done, s.state = %(exempted)s AS exempted,
        s.state = ANY(%(with_unit)s) AND coalesce(t.late_days, 1) > 0
            AND coalesce(s.due = ANY(%(passed)s), false) AS late
    FROM documents_receipt r
    JOIN org_unit u ON u.uid = r.unit_id
    JOIN duties_obligation o ON o.document_id = r.document_id AND o.uid = ANY(%(obligations)s)
    JOIN org_unit i ON i.uid = o.issuer_id
    LEFT JOIN duties_task t ON t.obligation_id = o.uid AND t.unit_id = u.uid AND t.period_start IS NULL
    CROSS JOIN LATERAL (SELECT
        coalesce(t.status, CASE WHEN r.status = 'sent' THEN %(unsigned)s ELSE %(started)s END) AS state,
        CASE WHEN t.uid IS NULL THEN o.due ELSE t.due END AS due
    ) s
    WHERE r.document_id = %(document)s AND r.via <> 'copy' AND r.org_pos >= %(lo)s AND r.org_pos < %(hi)s
        AND u.pos >= %(lo)s AND u.pos < %(hi)s
        AND (o.added_why = '' OR (i.pos < u.pos AND u.pos < i."end"))
        AND (o.size = '' OR (o.size = 'light') = u.light)
        AND (o.to_kinds = '[]' OR jsonb_exists(o.to_kinds, u.kind))
        AND (o.to_types = '[]' OR jsonb_exists(o.to_types, u.type))
        AND (o.to_grades = '[]'
            OR EXISTS (SELECT FROM jsonb_array_elements_text(o.to_grades) g WHERE starts_with(u.grade, g)))
        AND (t.uid IS NOT NULL
            OR NOT %(annulled)s AND u.ended_on IS NULL
                AND (o.until IS NULL OR o.until >= %(on)s OR (o.added_why = '' AND o.due <= o.until)))
"""
_EACH = f"""
    SELECT obligation, count(*) FILTER (WHERE NOT exempted), count(*) FILTER (WHERE done AND NOT exempted),
        count(*) FILTER (WHERE late), count(*) FILTER (WHERE exempted)
    FROM ({_OWED}) owed GROUP BY obligation
"""
_UNITS = f"""
    SELECT count(*), count(*) FILTER (WHERE done), count(*) FILTER (WHERE late), 0
    FROM (SELECT unit, bool_and(done) AS done, bool_or(late) AS late FROM ({_OWED}) owed GROUP BY unit) units
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
    asked = Obligation.objects.filter(document=document).exclude(status=Obligation.Status.ANNULLED)
    return list(asked.exclude(starts__gt=on).order_by("order", "uid"))


def countable(obligations: Iterable[Obligation]) -> bool:
    """Whether all of these are owed once, by those to whom the document was sent."""
    return all(one.owed_by == OwedBy.ADDRESSEES and not one.every and not one.pack_item for one in obligations)


def tasks_counted(
    document: Document, under: Unit, obligations: Collection[Obligation], *, on: date
) -> dict[UUID, Counts]:
    """Of each obligation what the units at and under a node owe. Raises ValueError for what is not `countable`."""
    none = {one.pk: Counts() for one in obligations}
    return none | {row[0]: Counts(*row[1:]) for row in _asked(_EACH, document, under, obligations, on)}


def units_counted(document: Document, under: Unit, obligations: Collection[Obligation], *, on: date) -> Counts:
    """Units with all of these done; an exempted one is settled. Raises ValueError for what is not `countable`."""
    return Counts(*_asked(_UNITS, document, under, obligations, on)[0])


def _asked(
    sql: str, document: Document, under: Unit, obligations: Collection[Obligation], on: date
) -> list[tuple[Any, ...]]:
    if not countable(obligations):
        raise ValueError("these are not owed once by addressees")
    wanted = [one.pk for one in obligations]
    begun = Task.objects.under(under).filter(obligation__in=wanted).order_by().values_list("due", flat=True).distinct()
    dues = {*begun, *(one.due for one in obligations)}
    given: dict[str, Any] = {
        "document": document.pk, "annulled": document.status == DocumentStatus.ANNULLED, "obligations": wanted,
        "lo": under.pos, "hi": under.end, "on": on,
        "passed": [due for due in dues if due and working_days_late(due, on)],
        "finished": [str(one.value) for one in FINISHED], "with_unit": [str(one.value) for one in WITH_UNIT],
        "exempted": str(TaskState.EXEMPTED.value), "unsigned": str(TaskState.UNSIGNED.value),
        "started": str(TaskState.STARTED.value),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [*cursor.fetchall()]
