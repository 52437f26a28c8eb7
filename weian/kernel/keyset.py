"""Pages of lists cut by key, from the newest on by moment and uid, or by place; the keys stand in addresses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

Rows = TypeVar("Rows", bound=QuerySet[Any])


def key_of(moment: datetime, uid: UUID) -> str:
    """The key of a page's last row."""
    return f"{moment.isoformat()}_{uid}"


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


def older(found: Rows, key: str, by: str = "made_at") -> Rows:
    """Rows after the one that the key names, in the order `-by, -uid`; a key that is none is the first page."""
    known = moment_and_uid(key)
    if known is None:
        return found
    at, last = known
    return found.filter(Q(**{f"{by}__lt": at}) | Q(**{by: at, "uid__lt": last}))


def by_place(units: QuerySet[Any], after: str, size: int) -> tuple[list[Any], str]:
    """One page of units in the order of the tree after a place, and the key of the next; empty after the last."""
    if (start := number(after)) is not None:
        units = units.filter(pos__gt=start)
    rows = list(units.order_by("pos")[: size + 1])
    return rows[:size], str(rows[size - 1].pos) if len(rows) > size else ""


def number(text: str | None) -> int | None:
    """What an address says as a number (a place, a year) that PostgreSQL's bigint holds; None for what is none."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else None


def uid(told: object) -> UUID | None:
    """What an address or a form says as a uid; None for what is none."""
    try:
        return UUID(str(told))
    except ValueError:
        return None
