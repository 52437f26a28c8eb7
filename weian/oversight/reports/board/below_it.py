"""Open hazards of each unit directly below a node: of commissions from the kept sums, of all others from the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from weian.foundation.org.api import Kind, rows_at
from weian.foundation.org.models import Unit
from weian.ground.hazards import api as hazards
from weian.oversight.reports.catalogue.hazards import KEPT

GRADES = ["major", "large", "general"]
# Both look into the interval of each unit; the sums of one day only, or else at nothing.
_ROWS = """
    SELECT unit.uid, below.grade, below.n, below.late, NULL
    FROM org_unit unit CROSS JOIN LATERAL (
        SELECT grade, count(*) AS n, count(*) FILTER (WHERE due < %(today)s AND status = ANY(%(running)s)) AS late
        FROM hazards_hazard
        WHERE org_pos >= unit.pos AND org_pos < unit."end" AND status = ANY(%(open)s) AND NOT domain = ANY(%(apart)s)
        GROUP BY grade
    ) below
    WHERE unit.uid = ANY(%(units)s)
"""
_SUMS = """
    SELECT unit.uid, one.grade, sum(n),
        coalesce(sum(n) FILTER (WHERE due < %(today)s AND status = ANY(%(running)s)), 0),
        max(max(basis)) OVER ()
    FROM org_unit unit JOIN reports_hazard_standing one ON org_pos >= unit.pos AND org_pos < unit."end"
    WHERE unit.uid = ANY(%(units)s) AND status = ANY(%(open)s) AND NOT domain = ANY(%(apart)s)
    GROUP BY unit.uid, one.grade
"""


@dataclass
class Below:
    """A unit with its open hazards, how many of them are past their term, and the worst grade ("" where none is)."""

    unit: UUID
    count: int = 0
    late: int = 0
    grade: str = ""


def of(node: Unit, today: date) -> list[Below]:
    """Every unit directly below, in the order of kind and place, in three statements at most."""
    kinds = dict(rows_at(node, "board.below", _below))
    sums = [unit for unit, kind in kinds.items() if kind == Kind.COMMISSION]
    found = _asked(_SUMS, sums, today)
    if not found or found[0][-1] != KEPT.basis(today):
        found, sums = [], []
    found += _asked(_ROWS, [unit for unit in kinds if unit not in sums], today)
    below = {unit: Below(unit) for unit in kinds}
    for unit, grade, count, late, _ in found:
        one = below[unit]
        one.count, one.late = one.count + count, one.late + late
        one.grade = worst([one.grade, grade if count else ""])
    return [*below.values()]


def _below(node: Unit) -> QuerySet[Any]:
    return Unit.objects.current().filter(parent=node).order_by("kind", "pos").values_list("pk", "kind")


def worst(grades: Iterable[str]) -> str:
    return min((grade for grade in grades if grade), key=GRADES.index, default="")


def _asked(sql: str, units: list[UUID], today: date) -> list[Any]:
    if not units:
        return []
    given: dict[str, Any] = {
        "units": units, "today": today, "running": [one.value for one in hazards.RUNNING],
        "open": [one.value for one in hazards.OPEN], "apart": sorted(hazards.domains_apart()),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [*cursor.fetchall()]
