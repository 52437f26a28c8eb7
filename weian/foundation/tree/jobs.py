"""What nobody presses: heavy changes, those whose day has come, and room made before it is needed."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.tree.actions.changing import do_due, still_due


@app.task(name="tree.change", lock="tree", retry=RetryStrategy(max_attempts=20, wait=15))
def change(uid: str) -> int:
    """A change that was too heavy for its page; tried again while another mover is at work."""
    done = do_due(UUID(uid))
    if still_due(UUID(uid)):
        raise org.Busy("另一项单位调整正在进行。")
    return done


@app.periodic(cron="5 0 * * *")
@app.task(name="tree.due", queueing_lock="tree.due", lock="tree")
def due(timestamp: int) -> int:
    """Changes whose day has come, and those that had to wait. `timestamp` is the scheduler's and not used."""
    return do_due()


@app.periodic(cron="40 3 * * *")
@app.task(name="tree.widen", queueing_lock="tree.widen", lock="tree")
def widen(timestamp: int) -> int:
    """Units whose interval is nearly used up get a wider one, each in a transaction of its own; how many."""
    with audit.acting_as_system("扩充单位的位置区间"):
        tight = org.tight_units()
    done = 0
    for unit in tight:
        with audit.acting_as_system("扩充单位的位置区间") as system:
            try:
                org.alone()
            except org.Busy:
                return done
            unit.refresh_from_db()
            org.widen(unit, by=system)
            done += 1
    return done
