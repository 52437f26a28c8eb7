"""以此检验属地日常监管成效 (S4-4e): of what cross-checks found, how much the county already had in records of its own.

The figure is the county commission's, never the hospital's: its own visits to the same unit before the cross-check
began, where they name the same thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from weian.foundation.org.api import Kind
from weian.foundation.org.models import Unit
from weian.kernel import clock
from weian.programs.inspections import pack_schema
from weian.programs.inspections.coverage import MOST_UNITS
from weian.programs.inspections.kinds import OWN, Mode
from weian.programs.inspections.models import Finding
from weian.programs.inspections.states import TOLD

# Of one territory and round; a county with more is told that this is a floor.
MOST_FINDINGS = 2_000


@dataclass(frozen=True)
class Compared:
    """One finding of a cross-check, and the county's own that named the same thing before; None: it did not know."""

    finding: Finding
    known_by: Finding | None


@dataclass(frozen=True)
class Card:
    """What cross-checks say of a commission's daily supervision in a period."""

    commission: Unit
    first: date
    last: date
    rows: Sequence[Compared] = field(default_factory=list)

    @property
    def whole(self) -> int:
        return len(self.rows)

    @property
    def known(self) -> int:
        """Of none there is no share (底数不清): nothing to measure by, which is no praise."""
        return sum(row.known_by is not None for row in self.rows)

    @property
    def missed(self) -> list[Compared]:
        return [row for row in self.rows if row.known_by is None]


def cards_of(viewer_unit: Unit, *, on: date | None = None) -> list[Card]:
    """The unit's own card first, then those of the commissions directly below; four queries for all."""
    below = Unit.objects.current().filter(parent=viewer_unit, kind=Kind.COMMISSION).order_by("pos")[:MOST_UNITS]
    day = on or clock.today()
    return _cards([viewer_unit, *below], date(day.year, 1, 1), day)


def _cards(commissions: Sequence[Unit], first: date, last: date) -> list[Card]:
    """Each unit is its own commission's: what lies under a county is not counted again for the city."""
    by_id = {one.pk: one for one in commissions}
    found = Finding.objects.filter(
        inspection__mode=Mode.CROSS, inspection__status__in=TOLD, dropped=False,
        inspection__started_at__date__gte=first, inspection__started_at__date__lte=last,
        inspection__target__parent__in=by_id, inspection__target__kind=Kind.INSTITUTION,
    ).select_related("inspection__target", "clause")  # fmt: skip
    rows = list(found.order_by("inspection__started_at", "found_at", "uid")[:MOST_FINDINGS])
    earlier = _earlier(rows, by_id)
    by_commission: dict[UUID, list[Compared]] = defaultdict(list)
    for row in rows:
        home = row.inspection.target.parent_id
        same = (one for one in earlier[row.inspection.target_id] if _before(one, row) and _same(one, row))
        by_commission[home].append(Compared(row, next(same, None)))
    return [Card(one, first, last, by_commission[one.pk]) for one in commissions]


def _earlier(rows: Iterable[Finding], commissions: dict[UUID, Unit]) -> dict[UUID, list[Finding]]:
    """What the commissions themselves found at these units, newest first, by unit."""
    targets = {row.inspection.target_id for row in rows}
    term = pack_schema.term("known_before")
    since = min((row.found_at for row in rows), default=clock.now()) - timedelta(
        days=term.days if term and term.days else 365
    )
    own = Finding.objects.filter(
        inspection__target__in=targets, inspection__office__in=commissions, dropped=False, found_at__gte=since,
        inspection__status__in=TOLD,
    ).exclude(inspection__mode__in=[Mode.CROSS, *OWN])  # fmt: skip
    found: dict[UUID, list[Finding]] = defaultdict(list)
    for one in own.select_related("inspection__target").order_by("-found_at"):
        # Only the commission that supervises the unit: what the city found there the county did not.
        if one.inspection.office_id == one.inspection.target.parent_id:
            found[one.inspection.target_id].append(one)
    return found


def _before(one: Finding, row: Finding) -> bool:
    began = row.inspection.started_at or row.found_at
    return one.found_at < began


def _same(one: Finding, row: Finding) -> bool:
    """The same item of a checklist, the same clause, or the same type at the same place (or at none that was named)."""
    if row.item and one.item == row.item:
        return True
    if row.clause_id and one.clause_id == row.clause_id:
        return True
    return bool(row.type) and one.type == row.type and (not one.place or not row.place or one.place == row.place)
