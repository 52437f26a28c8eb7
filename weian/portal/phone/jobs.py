"""What nobody presses: pieces of photos that never became whole are removed at night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from weian.foundation.audit import api as audit
from weian.foundation.people import api as people
from weian.portal.phone import storage


@app.periodic(cron="25 3 * * *")
@app.task(name="phone.sweep", queueing_lock="phone.sweep")
def sweep_pieces(timestamp: int) -> int:
    """Remove what was not added to for as long as content says (time_limit half_sent); returns how many.

    The phone still has the photo: when it goes on, it is told to begin again. `timestamp` is not used.
    """
    with audit.acting_as_system("清理没有传完的照片"):
        return storage.sweep(people.limit("half_sent").span)
