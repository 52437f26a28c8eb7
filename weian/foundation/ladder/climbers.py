"""Socket: what climbs a ladder. Upper apps say what of theirs is not done; documents are here already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from weian.foundation.ladder.models import Rung
from weian.foundation.ladder.pack_schema import NORMAL
from weian.foundation.org.models import Unit
from weian.foundation.people.models import Person, Post
from weian.kernel import calendar
from weian.kernel.actor import Actor

Key = tuple[str, UUID, UUID, date | None, str, datetime]


@dataclass(frozen=True)
class Waiting:
    """Something that a unit has not done yet, and whose it is: a person, else a post, else the unit's desk.

    `began` is given for what counts by minutes; all else counts from the end of its due day.
    """

    kind: str
    target: UUID
    unit: Unit
    title: str
    url: str
    due: date | None = None
    period: date | None = None
    person: Person | None = None
    post: Post | None = None
    ladder: str = NORMAL
    began: datetime | None = None
    reminds_early: bool = True

    @property
    def since(self) -> datetime:
        if self.began is not None:
            return self.began
        assert self.due is not None, "what waits without a day does not climb"
        return calendar.due_at(self.due)

    @property
    def key(self) -> Key:
        return self.kind, self.target, self.unit.pk, self.period, self.ladder, self.since


@dataclass(frozen=True)
class Climber:
    """`waiting` gives what these units have not done and is due by a day. `urgent` gives a batch of what counts by
    minutes, after the uid of the last one, in the order of uids; None where nothing does. `undone` keeps of rungs those
    whose thing is still undone as it was then; `stands` says the same of rungs of the normal ladder as a condition,
    where the thing's own row tells it, so that many need not be read. `noted` hears of new rungs.
    """

    kind: str
    title: str
    waiting: Callable[[Sequence[Unit], date], list[Waiting]]
    undone: Callable[[Sequence[Rung]], list[Rung]]
    urgent: Callable[[UUID | None, int], list[Waiting]] | None = None
    noted: Callable[[Sequence[Rung], Actor], None] | None = None
    stands: Callable[[], Q] | None = None


_climbers: dict[str, Climber] = {}


def climber(one: Climber) -> None:
    """Register what climbs. Raises ValueError when the kind is taken."""
    if one.kind in _climbers:
        raise ValueError(f"kind of climber is taken: {one.kind!r}")
    _climbers[one.kind] = one


def climbers() -> list[Climber]:
    return [_climbers[kind] for kind in sorted(_climbers)]


def known(kind: str) -> Climber:
    return _climbers[kind]
