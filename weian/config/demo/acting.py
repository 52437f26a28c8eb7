"""How the demo acts: as somebody, at some hour of some day, through the product's own doors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from uuid import NAMESPACE_URL, UUID, uuid5

from weian.foundation.people.viewer import Viewer
from weian.kernel import clock, scope


@contextmanager
def acting(viewer: Viewer, day: date, hour: int = 9, minute: int = 0) -> Iterator[Viewer]:
    """Inside the block it is that day and hour, and the database shows what `viewer` may see."""
    moment = datetime.combine(day, time(hour, minute), clock.SHANGHAI)
    with clock.moved_to(min(moment, datetime.now(clock.SHANGHAI))), scope.applied(viewer.scope):
        yield viewer


def uids(scene: str) -> Callable[..., UUID]:
    """The keys of what is done in a scene: the same words are the same act."""
    return lambda *words: uuid5(NAMESPACE_URL, "/".join(map(str, (f"demo {scene}", *words))))
