"""Second line of sight: which rows PostgreSQL itself lets this transaction see.

A scope is a database role and, for weian_app, half-open ranges of tree positions; for weian_guest,
a party. It is set transaction-locally, so a pooled connection can never carry it to another request.
No scope means no rows, without an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db import connection, transaction

from weian.kernel import memo

Role = Literal["weian_app", "weian_guest", "weian_system"]
Range = tuple[int, int]


@dataclass(frozen=True)
class Scope:
    """A database role and what it may see. Ranges are half-open [lo, hi) of tree positions."""

    role: Role = "weian_app"
    ranges: tuple[Range, ...] = ()
    party: UUID | None = None

    def settings(self) -> dict[str, str]:
        spans = sorted(self.ranges)
        return {
            "weian.lo": str(spans[0][0]) if spans else "",
            "weian.hi": str(max(hi for _, hi in spans)) if spans else "",
            "weian.ranges": "{" + ",".join(f"[{lo},{hi})" for lo, hi in spans) + "}" if spans else "",
            "weian.party": str(self.party) if self.party else "",
        }


NOBODY = Scope()
SYSTEM = Scope(role="weian_system")

_current: ContextVar[Scope | None] = ContextVar("weian_scope", default=None)


def current() -> Scope | None:
    """The scope of the running transaction, if one was applied."""
    return _current.get()


def sees(lo: int, hi: int) -> bool:
    """Whether the running transaction sees all of an interval of positions."""
    within = current()
    return within is not None and (
        within.role == SYSTEM.role or any(low <= lo and hi <= high for low, high in within.ranges)
    )


@contextmanager
def applied(scope: Scope | Callable[[], Scope], *, read_only: bool = False) -> Iterator[None]:
    """Open a transaction (or savepoint) in which only `scope` is visible; restore the outer scope after.

    Any exception rolls back. With `read_only` PostgreSQL refuses every write. A scope that is known only under a lock
    is asked for in the transaction.
    """
    outer = _current.get()
    token = _current.set(outer)
    try:
        with memo.opened(read_only=read_only), transaction.atomic():
            wanted = scope() if callable(scope) else scope
            _current.set(wanted)
            _apply(wanted, read_only=read_only)
            yield
    finally:
        _current.reset(token)
        # Inside an outer transaction a released savepoint keeps SET LOCAL values: put the outer ones back.
        if connection.in_atomic_block and not connection.needs_rollback:
            _apply(outer)


def _apply(scope: Scope | None, *, read_only: bool = False) -> None:
    """Role, place and, where asked, read-only, in one statement: each SET LOCAL would be a way to the server."""
    settings = {"role": scope.role if scope else "none", **(scope or NOBODY).settings()}
    if read_only:
        settings["transaction_read_only"] = "on"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join("set_config(%s, %s, true)" for _ in settings),
            [part for pair in settings.items() for part in pair],
        )
