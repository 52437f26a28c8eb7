"""What was read once in a request that only reads: it cannot change under it, so it is not asked for again.

`scope.applied(…, read_only=True)` opens the memo and closes it; outside, and where something may be written, every
question is asked anew. Where many acts are done in one transaction `among_acts` opens one for what is `steady`: what no
act of theirs changes, as content, units and places.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

T = TypeVar("T")
Kept = dict[Hashable, Any]

_kept: ContextVar[Kept | None] = ContextVar("weian_memo", default=None)
_steady: ContextVar[Kept | None] = ContextVar("weian_memo_steady", default=None)


@contextmanager
def opened(*, read_only: bool) -> Iterator[None]:
    """A memo of its own for what runs inside, or none where it may write."""
    kept, steady = _kept.set({} if read_only else None), _steady.set(None)
    try:
        yield
    finally:
        _steady.reset(steady)
        _kept.reset(kept)


@contextmanager
def among_acts() -> Iterator[None]:
    """A memo for what is steady, while many acts are done in one scope."""
    token = _steady.set({})
    try:
        yield
    finally:
        _steady.reset(token)


def once(key: Hashable, ask: Callable[[], T], *, steady: bool = False) -> T:
    """The answer of the first `ask` under `key` in this request. Whoever gets it must not change it."""
    kept = _kept.get()
    if kept is None and steady:
        kept = _steady.get()
    if kept is None:
        return ask()
    if key not in kept:
        kept[key] = ask()
    return cast("T", kept[key])


def lay_out(answers: Mapping[Hashable, Any]) -> None:
    """Steady answers that were asked for together, before the acts that will ask for each; nothing outside of them."""
    steady = _steady.get()
    if steady is not None:
        steady.update(answers)


def shelf(key: Hashable) -> dict[Any, Any]:
    """A place for several answers of one kind; outside of a memo a new one each time."""
    found: dict[Any, Any] = once(key, dict)
    return found
