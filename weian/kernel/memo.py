"""What was read once in a request that only reads: it cannot change under it, so it is not asked for again.

`scope.applied(…, read_only=True)` opens the memo and closes it; outside, and where something may be written, every
question is asked anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

T = TypeVar("T")

_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("weian_memo", default=None)


@contextmanager
def opened(*, read_only: bool) -> Iterator[None]:
    """A memo of its own for what runs inside, or none where it may write."""
    token = _kept.set({} if read_only else None)
    try:
        yield
    finally:
        _kept.reset(token)


def once(key: Hashable, ask: Callable[[], T]) -> T:
    """The answer of the first `ask` under `key` in this request. Whoever gets it must not change it."""
    kept = _kept.get()
    if kept is None:
        return ask()
    if key not in kept:
        kept[key] = ask()
    return cast("T", kept[key])


def shelf(key: Hashable) -> dict[Any, Any]:
    """A place for several answers of one kind; outside of a memo a new one each time."""
    found: dict[Any, Any] = once(key, dict)
    return found
