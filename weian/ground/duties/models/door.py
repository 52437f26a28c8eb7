from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q

from weian.foundation.org.models import Positioned, PositionedQuerySet
from weian.foundation.people.models import Person, Post
from weian.ground.duties.states import DOOR, DoorState

if TYPE_CHECKING:
    from weian.foundation.people.api import Viewer


class DoorQuerySet(PositionedQuerySet):
    def open(self) -> Self:
        return self.filter(status=DoorState.OPEN)

    def falling_to(self, viewer: Viewer) -> Self:
        """Doors before which this person stands: by name, or by post where no person is named."""
        return self.filter(Q(person__in=viewer.persons) | Q(person=None, post=viewer.post))


class Door(Positioned):
    """A task that is a door to a thing of an upper app, which keeps the only state machine (socket task_kind)."""

    audit_kind = "door"
    states = DOOR

    kind = models.CharField("种类", max_length=40)
    target = models.UUIDField("通向")
    title = models.CharField("要做什么", max_length=200)
    due = models.DateField("期限", null=True)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name="岗位")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="承办人")
    status = models.CharField("状态", max_length=8, choices=DoorState.choices, default=DoorState.OPEN)
    open_at = models.DateTimeField("打开时间")
    open_by = models.UUIDField("派发人", null=True)
    done_at = models.DateTimeField("办完时间", null=True)
    done_by = models.UUIDField("办完人", null=True)

    objects: ClassVar = DoorQuerySet.as_manager()

    class Meta:
        db_table = "duties_door"
        constraints = [
            models.UniqueConstraint(fields=["kind", "target"], name="duties_door_once"),
            models.CheckConstraint(
                condition=Q(post__isnull=False) | Q(person__isnull=False), name="duties_door_of_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["post", "due"], condition=Q(status="open"), name="duties_door_of_post"),
            models.Index(fields=["person", "due"], condition=Q(status="open"), name="duties_door_of_person"),
        ]

    def __str__(self) -> str:
        return self.title
