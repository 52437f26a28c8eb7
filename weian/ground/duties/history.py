"""What work took, as people wrote it down and visits show it: medians by kind of ask and kind of unit.

Only what somebody recorded counts; a record that points to a visit counts once, as the visit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Aggregate, FloatField

from weian.ground.duties.burden import named
from weian.ground.duties.due import ROUND
from weian.ground.duties.models import AskKind
from weian.ground.duties.recorded import sources

LEAST = 5  # cases from which on a median is better than a default

_SPENT = """
WITH spent(kind, unit_kind, round, minutes) AS (
    SELECT r.kind, u.kind, bool_or(o.every ~ %(round)s), r.took
    FROM duties_record r JOIN org_unit u ON u.uid = r.unit_id JOIN duties_answer a ON a.record_id = r.uid
    JOIN duties_task t ON t.uid = a.task_id JOIN duties_obligation o ON o.uid = t.obligation_id
    WHERE r.took IS NOT NULL AND r.source_uid IS NULL AND r.happened_on >= %(since)s GROUP BY r.uid, u.kind
    {elsewhere}
)
SELECT kind, unit_kind, round, percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes), count(*)
FROM spent GROUP BY 1, 2, 3 HAVING count(*) >= %(least)s
"""
_ELSEWHERE = """
    UNION ALL
    SELECT %(check)s, u.kind, false, h.minutes FROM ({rows}) AS h(unit, minutes) JOIN org_unit u ON u.uid = h.unit"""


class Median(Aggregate):
    """The middle of a column."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True)
class Spent:
    """The median of so many cases, in minutes."""

    minutes: int
    cases: int


# (kind of ask, kind of unit, whether it is a round) → what it took
History = dict[tuple[str, str, bool], Spent]


def history(since: date) -> History:
    """Of all that the viewer may see since a day, from LEAST cases on; one statement."""
    values: dict[str, Any] = {"since": since, "least": LEAST, "check": AskKind.INSPECTION, "round": ROUND}
    elsewhere = ""
    for source in sources().values():
        if source.spent is not None:
            sql, names = named(source.spent(since), f"spent{len(values)}")
            values |= names
            elsewhere += _ELSEWHERE.replace("{rows}", sql)
    with connection.cursor() as cursor:
        cursor.execute(_SPENT.replace("{elsewhere}", elsewhere), values)
        return {
            (kind, unit, is_round): Spent(round(middle), count)
            for kind, unit, is_round, middle, count in cursor.fetchall()
        }
