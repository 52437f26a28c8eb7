"""What nobody presses: questions of 举一反三 on their way down, and what a killed worker left behind."""

from __future__ import annotations

import time
from uuid import UUID

from procrastinate.contrib.django import app

from weian.foundation.audit import api as audit
from weian.ground.hazards.likening import asking
from weian.ground.hazards.models import Alike

TURN = 10.0  # seconds until a long question lets other jobs have the worker; below the grace of a stopping worker
WHY = "举一反三逐批查记录、询问单位"


@app.task(name=asking.JOB)
def ask_alike(alike: str) -> int:
    """Go on until all institutions were looked at, or the turn is over; returns the batches."""
    began, batches, more = time.monotonic(), 0, True
    while more:
        # Put by a person who might; who is asked follows from the records alone.
        with audit.acting_as_system(WHY) as system:
            one = Alike.objects.select_related("unit").get(pk=UUID(alike))
            more = asking.put_to_next(one, by=system)
            batches += 1
            if more and time.monotonic() - began > TURN:
                asking.defer(one)
                return batches
    return batches


@app.periodic(cron="*/5 * * * *")
@app.task(name="hazards.take_up_alikes", queueing_lock="hazards.take_up_alikes")
def take_up_alikes(timestamp: int) -> int:
    """Start again what stands still; returns how many. `timestamp` is the scheduler's and not used."""
    with audit.acting_as_system(WHY):
        stalled = asking.left_behind()
        for one in stalled:
            asking.defer(one)
    return len(stalled)
