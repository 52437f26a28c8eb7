"""Keys of pages that are cut by moment and uid, as they stand in an address."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID


def moment_and_uid(key: str) -> tuple[datetime, UUID] | None:
    """The aware moment (in UTC) and uid of `<ISO moment>_<uid>`; None for what is no such key.

    A moment that leaves the calendar in UTC, or whose offset PostgreSQL does not know, is none either.
    """
    try:
        moment, uid = key.split("_")
        at, last = datetime.fromisoformat(moment), UUID(uid)
        return (at.astimezone(UTC), last) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None
