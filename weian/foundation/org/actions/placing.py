"""Where a unit stands: free intervals are found here, and units carried to them, and nowhere else.

An interval that was left is never given away again, so room is used up by moves too; where it is, the unit above is
carried to a wider interval first. Inserting a unit therefore never fails for want of room.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Max

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Place, Unit
from weian.kernel import clock, treelock
from weian.kernel.actor import Actor

# How full an interval may be before the nightly job widens it.
FULL = 0.8


class Busy(Exception):
    """Another move is at work; the message says so."""


@dataclass(frozen=True)
class Carried:
    """How many rows went along with a unit, by table."""

    rows: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.rows.values())


def alone() -> None:
    """Nobody writes and nobody else moves until the transaction ends. Raises Busy."""
    if not treelock.have_alone():
        raise Busy("另一项单位调整正在进行，请过一分钟再试。")


def used_until(above: Unit | None) -> int:
    """The first position under `above` (None: among the roots) that nobody holds or ever held."""
    if above is None:
        now = Unit.objects.filter(parent=None).aggregate(last=Max("end"))["last"]
        before = Place.objects.aggregate(last=Max("end"))["last"]
        return max(now or 0, before or 0)
    now = Unit.objects.filter(parent=above).aggregate(last=Max("end"))["last"]
    left = Place.objects.filter(pos__gt=above.pos, end__lte=above.end).aggregate(last=Max("end"))["last"]
    return max(now or 0, left or 0, above.pos + 1)  # the first position is the unit's own


def room(above: Unit | None, wide: int, *, by: Actor) -> int:
    """Where `wide` free positions begin under `above`, which is widened first if they are not there.

    `above` is read again, since it may have been carried elsewhere. Raises Busy where it must wait for another mover.
    """
    if above is None:
        return used_until(None)
    _read_again(above)
    start = used_until(above)
    if start + wide > above.end:
        alone()
        _read_again(above)
        widen(above, to=2 * (used_until(above) - above.pos + wide), by=by)
        start = used_until(above)
    return start


def widen(unit: Unit, *, to: int = 0, by: Actor) -> None:
    """Give `unit` an interval at least twice as wide (`to` positions, if that is more), with all that it holds."""
    wide = max(2 * (unit.end - unit.pos), to)
    carried = _carry(unit, unit.parent, wide, by=by)
    audit.record(
        "unit.widened", kind="unit", record=unit.uid, chain=unit.uid, by=by,
        facts={"pos": unit.pos, "end": unit.end, "rows": carried.rows},
    )  # fmt: skip


def carry(unit: Unit, above: Unit, *, by: Actor) -> Carried:
    """Carry `unit` with all below it and all its records under `above`. The caller writes the event of the act."""
    alone()
    return _carry(unit, above, unit.end - unit.pos, by=by)


def tight_units() -> list[Unit]:
    """Current units whose interval is nearly used up, deepest first."""
    with connection.cursor() as cursor:
        cursor.execute(_TIGHT, [FULL])
        found = [row[0] for row in cursor.fetchall()]
    return list(Unit.objects.filter(pk__in=found).order_by("-pos"))


def _carry(unit: Unit, above: Unit | None, wide: int, *, by: Actor) -> Carried:
    with transaction.atomic():
        start = room(above, wide, by=by)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT weian_relocate(%s, %s, %s, %s, %s, %s)",
                [unit.uid, above.uid if above else None, start, start + wide, clock.today(), clock.now()],
            )
            told = cursor.fetchone()[0]
    _read_again(unit)
    if above is not None:
        _read_again(above)
    return Carried(json.loads(told))


def _read_again(unit: Unit) -> None:
    unit.refresh_from_db(fields=["pos", "end", "parent"])


_TIGHT = """
SELECT above.uid FROM org_unit above
JOIN LATERAL (
    SELECT max(used."end") AS last FROM (
        SELECT "end" FROM org_unit WHERE parent_id = above.uid
        UNION ALL
        SELECT "end" FROM org_place WHERE pos > above.pos AND "end" <= above."end"
    ) used
) taken ON true
WHERE above.ended_on IS NULL AND above.kind <> 'root'
    AND taken.last - above.pos > %s * (above."end" - above.pos)
"""
