"""What nobody presses: patrol lines whose rounds were all made are answered by them."""

from __future__ import annotations

from procrastinate.contrib.django import app

from weian.foundation.audit import api as audit
from weian.ground.duties.actions import patrolling

WHY = "按巡查记录办结巡查任务"


@app.periodic(cron="20 * * * *")
@app.task(name="duties.answer_by_rounds", queueing_lock="duties.answer_by_rounds")
def answer_by_rounds(timestamp: int) -> int:
    """Every hour; returns how many were answered. `timestamp` is the scheduler's and not used."""
    with audit.acting_as_system(WHY) as system:
        return patrolling.answer_by_rounds(by=system)
