"""What nobody presses: each morning and noon the units that have not signed are reminded."""

from __future__ import annotations

from procrastinate.contrib.django import app

from weian.foundation.audit import api as audit
from weian.foundation.inbox.actions.receipts import remind_unsigned


@app.periodic(cron="30 8,13 * * *")
@app.task(name="inbox.remind_unsigned", queueing_lock="inbox.remind_unsigned", pass_context=False)
def remind(timestamp: int) -> int:
    """Remind of overdue receipts; returns how many. The scheduler's `timestamp` is not used: the clock may be moved."""
    with audit.acting_as_system("逾期未签收自动催签") as system:
        return len(remind_unsigned(by=system))
