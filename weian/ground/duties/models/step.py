from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from weian.foundation.org.models import Positioned, PositionedQuerySet
from weian.foundation.people.models import Person
from weian.ground.duties.models.task import Task


class Step(Positioned):
    """One step into which a unit breaks a task down (任务分解, S2-2.2f). `no` says its place: 2.1 lies under 2.

    A step without steps below it has a person and a day; the others are as far as those below them.
    """

    audit_kind = "step"

    task = models.ForeignKey(Task, models.PROTECT, related_name="steps", verbose_name="任务")
    no = models.CharField("编号", max_length=12)
    title = models.CharField("步骤", max_length=200)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="负责人")
    due = models.DateField("完成日", null=True)
    done_at = models.DateTimeField("做完时间", null=True)
    done_by = models.UUIDField("做完登记人", null=True)

    objects: ClassVar = PositionedQuerySet.as_manager()

    class Meta:
        db_table = "duties_step"
        constraints = [
            models.UniqueConstraint(fields=["task", "no"], name="duties_step_once"),
            models.CheckConstraint(condition=~Q(title=""), name="duties_step_titled"),
        ]

    def __str__(self) -> str:
        return f"{self.no} {self.title}"

    @property
    def place(self) -> tuple[int, ...]:
        """Where it stands among the steps: 1.10 after 1.9."""
        return tuple(int(part) for part in self.no.split("."))
