"""Many acts in one transaction: their events are chained and written together at its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import connection, transaction

from weian.foundation.audit.models import Event, Personal


@dataclass
class Gathered:
    """Events in the order in which they were recorded; each hangs on the savepoints that were open then."""

    _kept: list[tuple[_Mark, Event, Sequence[Personal]]] = field(default_factory=list)

    def add(self, event: Event, personal: Sequence[Personal] = ()) -> None:
        mark = _Mark()
        # Django forgets what was to be done on commit when a savepoint is rolled back: so it tells which acts stand.
        transaction.on_commit(mark)
        self._kept.append((mark, event, personal))

    def standing(self) -> tuple[list[Event], list[Personal]]:
        """Without those of acts that were rolled back: their rows are gone, and so is what would tell of them."""
        alive = {id(one[1]) for one in connection.run_on_commit}
        kept = [(event, personal) for mark, event, personal in self._kept if id(mark) in alive]
        return [event for event, _ in kept], [one for _, personal in kept for one in personal]


class _Mark:
    def __call__(self) -> None: ...


_open: ContextVar[Gathered | None] = ContextVar("weian_gathered", default=None)


def gathering() -> Gathered | None:
    """What events are given to now; None where each is written at once."""
    return _open.get()


@contextmanager
def opened() -> Iterator[Gathered]:
    token = _open.set(found := Gathered())
    try:
        yield found
    finally:
        _open.reset(token)
