"""What nobody presses: bytes of acts that were rolled back are removed at night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from weian.foundation.audit import api as audit
from weian.foundation.evidence.actions.sweeping import sweep


@app.periodic(cron="20 3 * * *")
@app.task(name="evidence.sweep", queueing_lock="evidence.sweep")
def sweep_orphans(timestamp: int) -> int:
    """Remove files that no row speaks of; returns how many. `timestamp` is the scheduler's and not used."""
    with audit.acting_as_system("清理没有归属的文件"):
        return sweep()
