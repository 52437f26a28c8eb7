"""What nobody presses: deltas are folded into the cube at night, sums are taken anew twice an hour."""

from __future__ import annotations

from procrastinate.contrib.django import app

from weian.foundation.audit import api as audit
from weian.kernel import clock
from weian.oversight.reports.catalogue import KEPT
from weian.oversight.reports.cube import fold

KINDS = ("hazard",)


@app.periodic(cron="10 2 * * *")
@app.task(name="reports.fold", queueing_lock="reports.fold")
def fold_cube(timestamp: int) -> int:
    """Fold what is new; returns how many cells changed. `timestamp` is the scheduler's and not used."""
    with audit.acting_as_system("汇总计数"):
        return sum(fold(kind) for kind in KINDS)


@app.periodic(cron="*/30 * * * *")
@app.task(name="reports.recount", queueing_lock="reports.recount")
def recount(timestamp: int) -> int:
    """Keep the sums for today and take in what changed since; returns how many they are."""
    with audit.acting_as_system("汇总计数"):
        return sum(one.recount(clock.today()) for one in KEPT)
