"""What nobody presses: every morning what is late climbs its ladder; what burns does so every minute."""

from __future__ import annotations

from procrastinate.contrib.django import app

from weian.foundation.ladder.actions import climbing

# One after the other: a walk that takes longer than its interval is not overtaken by the next.
LOCK = "ladder"


@app.periodic(cron="30 7,13 * * *")
@app.task(name="ladder.climb", queueing_lock="ladder.climb", lock=LOCK)
def climb(timestamp: int) -> int:
    """Returns how many rungs were reached. The scheduler's `timestamp` is not used: the clock may be moved."""
    return climbing.climb()


@app.periodic(cron="* * * * *")
@app.task(name="ladder.climb_urgent", queueing_lock="ladder.climb_urgent", lock=LOCK)
def climb_urgent(timestamp: int) -> int:
    return climbing.climb_urgent()
