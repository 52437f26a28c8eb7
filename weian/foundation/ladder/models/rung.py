from __future__ import annotations

from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from weian.foundation.org.models import Positioned, PositionedQuerySet


class RungQuerySet(PositionedQuerySet):
    def standing(self) -> Self:
        """Rungs of what was still undone when the job last looked."""
        return self.filter(ended_at=None)

    def of(self, kind: str, target: UUID) -> Self:
        return self.filter(kind=kind, target=target)


class Rung(Positioned):
    """A thing that is not done has reached a step of its ladder. Written once, never changed but for its end.

    `since` is the moment from which it counts (24:00 of the due day, or when it began to burn): a due day that was put
    off begins a new count, and the rungs of the old one stay as history.
    """

    audit_kind: ClassVar[str] = "rung"

    kind = models.CharField("何种事项", max_length=20)
    target = models.UUIDField("哪一件")
    period = models.DateField("周期起", null=True)
    due = models.DateField("期限", null=True)
    since = models.DateTimeField("从何时算起")
    ladder = models.CharField("阶梯", max_length=40)
    step = models.SmallIntegerField("第几步")
    offset = models.IntegerField("隔多久")
    to = models.CharField("告谁", max_length=12)
    title = models.CharField("到哪一步", max_length=60)
    about = models.CharField("事项", max_length=200)
    url = models.CharField("打开何处", max_length=300, default="")
    reached_at = models.DateTimeField("到这一步的时间")
    made_at = models.DateTimeField("记下时间")
    ended_at = models.DateTimeField("了结时间", null=True)

    objects: ClassVar = RungQuerySet.as_manager()

    class Meta:
        db_table = "ladder_rung"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "target", "unit", "period", "ladder", "since", "step"],
                nulls_distinct=False,
                name="ladder_rung_once",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="ladder_rung_titled"),
        ]
        indexes = [
            models.Index(fields=["to", "org_pos"], condition=Q(ended_at=None), name="ladder_rung_standing"),
            models.Index(fields=["unit"], condition=Q(ended_at=None), name="ladder_rung_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.about}：{self.title}"
