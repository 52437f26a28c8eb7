"""What there is in the whole database, to be compared before and after what must not change it."""

from __future__ import annotations

from django.db import connection

from tests.conftest import set_up
from weian.foundation.audit import api as audit

# Counted before and after: sessions and sign-in records are the framework's own.
NOT_FACTS = ("django_session", "people_session", "throttle_cache", "django_migrations")


def state() -> dict[str, object]:
    """How many rows each table has, and where every chain stands."""
    with set_up(), connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        tables = sorted(row[0] for row in cursor.fetchall() if row[0] not in NOT_FACTS)
        cursor.execute("SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in tables))
        counts = dict(zip(tables, cursor.fetchone(), strict=True))
        return counts | dict(audit.heads())
