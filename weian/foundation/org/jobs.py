"""What nobody presses: how far each chain has come is noted one level up, daily [D]."""

from __future__ import annotations

from procrastinate.contrib.django import app

from weian.foundation.org.actions.anchoring import anchor_heads


@app.periodic(cron="50 2 * * *")
@app.task(name="org.anchor", queueing_lock="org.anchor")
def anchor(timestamp: int) -> int:
    """Returns how many heads were noted. `timestamp` is the scheduler's and not used."""
    return anchor_heads("在上级链中记下链头")
