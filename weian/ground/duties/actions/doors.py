"""Doors: tasks that lead to a thing of an upper app, which alone knows how it stands (socket task_kind)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people.models import Person, Post
from weian.ground.duties import kinds
from weian.ground.duties.models import Door
from weian.ground.duties.states import DoorState
from weian.kernel import clock
from weian.kernel.actor import Actor


@transaction.atomic
def open_task(
    kind: str, target: UUID, *, unit: Unit, title: str, by: Actor, due: date | None = None, post: Post | None = None,
    person: Person | None = None,
) -> Door:  # fmt: skip
    """Put a door before a post or person; one that is there is re-hung with the new values. Raises KeyError."""
    kinds.door_kind(kind)
    values = {"title": title[:200], "due": due, "post": post, "person": person}
    door: Door | None = Door.objects.select_for_update().filter(kind=kind, target=target).first()
    if door is None:
        door = Door(kind=kind, target=target, open_at=clock.now(), open_by=by.actor_uid, **values).at(unit)
        audit.created(door, "door.opened", by=by, facts={"kind": kind, "target": str(target)})
        return door
    if door.status == DoorState.DONE:
        values |= {"done_at": None, "done_by": None}
        audit.move(door, DoorState.OPEN, by=by, verb="door.reopened", values=values)
    elif any(getattr(door, name) != value for name, value in values.items()):
        with audit.changed(door, "door.rehung", by=by):
            for name, value in values.items():
                setattr(door, name, value)
    return door


def close_door(kind: str, target: UUID, *, by: Actor) -> None:
    """Shut the door if it is open."""
    door = Door.objects.filter(kind=kind, target=target, status=DoorState.OPEN).first()
    if door is not None:
        audit.move(door, DoorState.DONE, by=by, verb="door.closed")
