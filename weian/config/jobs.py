"""What nobody presses: the queue forgets the jobs that ended well a week ago, so that it stays as quick as it was."""

from __future__ import annotations

from procrastinate import JobContext, builtin_tasks
from procrastinate.contrib.django import app

KEPT = 7 * 24  # hours


@app.periodic(cron="50 3 * * *")
@app.task(name="config.forget_jobs", queueing_lock="config.forget_jobs", pass_context=True)
async def forget_jobs(context: JobContext, timestamp: int) -> None:
    """Those that failed stay: somebody has yet to look. `timestamp` is the scheduler's and not used."""
    await builtin_tasks.remove_old_jobs(context, max_hours=KEPT)
