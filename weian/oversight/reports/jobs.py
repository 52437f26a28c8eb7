"""What nobody presses: every night the day's deltas are folded into the cube."""

from __future__ import annotations

from procrastinate.contrib.django import app

from weian.foundation.audit import api as audit
from weian.oversight.reports.cube import fold

KINDS = ("hazard",)


@app.periodic(cron="10 2 * * *")
@app.task(name="reports.fold", queueing_lock="reports.fold")
def fold_cube(timestamp: int) -> int:
    """Fold what is new; returns how many cells changed. `timestamp` is the scheduler's and not used."""
    with audit.acting_as_system("汇总计数"):
        return sum(fold(kind) for kind in KINDS)
