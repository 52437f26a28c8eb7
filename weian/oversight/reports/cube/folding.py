"""Fold new deltas into the cube. One statement moves them, one row remembers how far it came."""

from __future__ import annotations

from django.db import connection, transaction

from weian.kernel import clock
from weian.oversight.reports.models import Fold

# A delta counts at the nearest commission on its way up (the commission itself included), as it stood when the delta
# was written: positions are used once, so that a place that was left still says whose it was.
_FOLD = """
WITH folded AS (
    INSERT INTO reports_cube (kind, org_pos, day, dims, n)
    SELECT delta.kind, county.pos, delta.day, delta.dims, sum(delta.n)
    FROM tally_delta delta
    CROSS JOIN LATERAL (
        SELECT pos FROM (
            SELECT pos, "end", kind FROM org_unit
            UNION ALL
            SELECT place.pos, place."end", unit.kind FROM org_place place JOIN org_unit unit ON unit.uid = place.unit_id
        ) stood
        WHERE kind IN ('commission', 'root') AND pos <= delta.org_pos AND "end" > delta.org_pos
        ORDER BY pos DESC LIMIT 1
    ) county
    WHERE delta.kind = %(kind)s AND delta.id > %(last)s AND delta.id <= %(until)s
    GROUP BY 1, 2, 3, 4
    ON CONFLICT (kind, org_pos, day, dims) DO UPDATE SET n = reports_cube.n + excluded.n
    RETURNING 1
)
SELECT count(*) FROM folded
"""


@transaction.atomic
def fold(kind: str) -> int:
    """Fold what is new of a kind; returns how many cells changed. Runs as system (row security would hide places).

    The lock waits for acts that are still writing: a delta with a smaller number can be committed after one with a
    greater number, and would be left behind. It holds up writers for the moment of folding only.
    """
    Fold.objects.get_or_create(pk=kind, defaults={"at": clock.now()})
    state = Fold.objects.select_for_update().get(pk=kind)
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE tally_delta IN SHARE MODE")
        cursor.execute("SELECT coalesce(max(id), 0) FROM tally_delta WHERE kind = %s", [kind])
        until = max(cursor.fetchone()[0], state.last)
        cursor.execute(_FOLD, {"kind": kind, "last": state.last, "until": until})
        changed: int = cursor.fetchone()[0]
    state.last, state.at = until, clock.now()
    state.save(update_fields=["last", "at"])
    return changed
