"""How many of the institutions of each lower commission somebody from above came to, against a share of them.

Directly managed units are all inspected (coverage.py); those below are sampled by a rate, and each county opens to its
own tiles. Counted in the database, in one statement for all counties: a province has too many institutions to read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Func, IntegerField, OuterRef, QuerySet, Subquery

from weian.foundation.org.api import Kind
from weian.foundation.org.models import Unit
from weian.kernel import clock
from weian.programs.inspections import pack_schema
from weian.programs.inspections.coverage import MOST_UNITS, from_above, period_of

RATE = "lower_rate"


@dataclass(frozen=True)
class Sampled:
    """One lower commission: institutions below it that were seen from above, of how many."""

    unit: Unit
    done: int
    whole: int
    wanted: int | None

    @property
    def lacking(self) -> int:
        """How many institutions short of the share, rounded up; 0 where no content asks for one."""
        return max(0, -(-self.whole * self.wanted // 100) - self.done) if self.wanted else 0


@dataclass(frozen=True)
class Lower:
    first: date
    last: date
    wanted: int | None
    verified: bool
    source: str
    rows: Sequence[Sampled]


def lower_of(commission: Unit, *, on: date | None = None) -> Lower:
    """The commissions directly below, in the period that `on` (default today) lies in."""
    term = pack_schema.term(RATE)
    first, last = period_of(on or clock.today(), term.days if term and term.days else 365)
    wanted = term.count if term else None
    below = Unit.objects.current().filter(parent=commission, kind=Kind.COMMISSION).order_by("pos")
    institutions = Unit.objects.current().institutions().filter(pos__gt=OuterRef("pos"), pos__lt=OuterRef("end"))
    visits = from_above().filter(
        org_pos__gte=OuterRef("pos"), org_pos__lt=OuterRef("end"), target__kind=Kind.INSTITUTION,
        target__ended_on=None, started_at__date__gte=first, started_at__date__lte=last,
    )  # fmt: skip
    counted = below.annotate(whole=_number(institutions, "pk"), done=_number(visits, "target"))
    rows = [Sampled(one, one.done, one.whole, wanted) for one in counted[:MOST_UNITS]]  # type: ignore[attr-defined]
    return Lower(first, last, wanted, bool(term and term.verified), term.source if term else "", rows)


def _number(rows: QuerySet[Any], field: str) -> Subquery:
    """How many different values of a field there are in rows of the outer unit's span."""
    count = Func(field, function="COUNT", template="%(function)s(DISTINCT %(expressions)s)")
    return Subquery(rows.order_by().annotate(n=count).values("n"), output_field=IntegerField())
