"""Is it alive, is it ready, and how is it: for load balancers and for whoever keeps watch. Tells nothing of anybody."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.models import Count, Sum

from weian.config import metrics, migrating
from weian.foundation.audit import api as audit
from weian.foundation.audit.models import Chain

# Every probe makes a connection of its own: that one can be made is what it asks. No pool, five seconds at most.
PROBE = "throttle"
FRESH = 60  # seconds since a worker's last sign of life; it gives one every ten
DAILY = ("ladder.climb", "reports.fold", "tree.due", "evidence.sweep")

_WORKER = "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"
_QUEUE = """
SELECT j.status::text, count(*), extract(epoch FROM now() - min(greatest(e.at, j.scheduled_at)))
FROM procrastinate_jobs j LEFT JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
WHERE j.status IN ('todo', 'doing') AND (j.scheduled_at IS NULL OR j.scheduled_at <= now()) GROUP BY j.status"""
_FAILED = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"
_LAST = """
SELECT one.name, (
    SELECT extract(epoch FROM max(e.at)) FROM procrastinate_events e WHERE e.type = 'succeeded' AND e.job_id = (
        SELECT j.id FROM procrastinate_jobs j WHERE j.task_name = one.name AND j.status = 'succeeded'
        ORDER BY j.id DESC LIMIT 1))
FROM unnest(%s::text[]) one (name)"""


def readiness() -> dict[str, str]:
    """What must be right before people are sent here: each "ok" or what is wrong, in a word."""
    found = {"database": "ok", "migrations": "ok", "worker": "ok"}
    try:
        with connections[PROBE].cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            if migrating.on_disk() - set(cursor.fetchall()):
                found["migrations"] = "behind"
            cursor.execute(_WORKER)
            silent = cursor.fetchone()[0]
            if silent is None or silent > FRESH:
                found["worker"] = "silent"
    except DatabaseError:
        return dict.fromkeys(found, "unknown") | {"database": "away"}
    return found


def measured() -> str:
    """All that /metrics tells. With the database away: what is known without it, and that it is away."""
    lines = [*metrics.requests(counts_folder()), *_backups()]
    try:
        lines += [*_queue(), *_audit(), *metrics.gauge("weian_postgres_up", "1 if the database answers.", [({}, 1)])]
    except DatabaseError:
        lines += metrics.gauge("weian_postgres_up", "1 if the database answers.", [({}, 0)])
    return "\n".join(lines) + "\n"


def counts_folder() -> Path:
    """Where the web processes keep their counts."""
    return Path(settings.VAR) / "metrics"


def _queue() -> Iterator[str]:
    with connections[PROBE].cursor() as cursor:
        cursor.execute(_QUEUE)
        rows = {status: (count, age) for status, count, age in cursor.fetchall()}
        cursor.execute(_FAILED)
        depth = {one: float(rows.get(one, (0, 0))[0]) for one in ("todo", "doing")}
        depth["failed"] = float(cursor.fetchone()[0])
        cursor.execute(_WORKER)
        silent = cursor.fetchone()[0]
        cursor.execute(_LAST, [list(DAILY)])
        last = [({"task": name}, float(at)) for name, at in cursor.fetchall() if at is not None]
    oldest = float(rows.get("todo", (0, 0))[1] or 0)
    yield from metrics.gauge("weian_jobs", "Background jobs by state.", [({"state": k}, v) for k, v in depth.items()])
    yield from metrics.gauge("weian_jobs_oldest_seconds", "Age of the oldest job that waits.", [({}, oldest)])
    known: list[metrics.Sample] = [] if silent is None else [({}, float(silent))]
    yield from metrics.gauge("weian_worker_silent_seconds", "Since a worker's last sign of life.", known)
    yield from metrics.gauge("weian_job_last_success_timestamp_seconds", "When a daily job last ended well.", last)


def _audit() -> Iterator[str]:
    with audit.acting_as_system("运行指标"):
        found = Chain.objects.aggregate(chains=Count("pk"), events=Sum("seq"))
    yield from metrics.gauge("weian_audit_chains", "Chains of the audit trail.", [({}, float(found["chains"]))])
    help_text = "Events at the heads of all chains. It never falls."
    yield from metrics.gauge("weian_audit_events", help_text, [({}, float(found["events"] or 0))])


def _backups() -> Iterator[str]:
    """By the newest thing in WEIAN_BACKUPS; nothing is told where nobody said where backups are.

    Heads of the audit (*.json, docs/deploy/weian-verify.service) may lie beside them and are none.
    """
    if settings.BACKUPS is None:
        return
    kept = (one for one in settings.BACKUPS.glob("*") if not one.name.startswith(".") and one.suffix != ".json")
    made = [one.stat().st_mtime for one in kept]
    age: list[metrics.Sample] = [({}, time.time() - max(made))] if made else []
    yield from metrics.gauge("weian_backup_age_seconds", "Since the newest backup.", age)
    yield from metrics.gauge("weian_backups", "Backups that are kept.", [({}, float(len(made)))])
