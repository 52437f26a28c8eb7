from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from weian.foundation.org.models import Positioned, PositionedQuerySet, Unit
from weian.foundation.people.models import Person
from weian.ground.duties.models.obligation import Obligation


class Help(Positioned):
    """请求协调: a unit asks the level above for help with a task. `holder` has it now."""

    audit_kind = "help"

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="helps", verbose_name="要求")
    period_start = models.DateField("周期起", null=True)
    text = models.TextField("请求什么")
    holder = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="轮到")
    asked_at = models.DateTimeField("提出时间")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="提出人")
    answer = models.TextField("答复", default="")
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="答复人")

    objects: ClassVar = PositionedQuerySet.as_manager()

    class Meta:
        db_table = "duties_help"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="duties_help_worded"),
            models.CheckConstraint(condition=Q(answer="") ^ Q(answered_at__isnull=False), name="duties_help_answered"),
        ]
        indexes = [models.Index(fields=["holder", "asked_at"], condition=Q(answered_at=None), name="duties_help_open")]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def is_open(self) -> bool:
        return self.answered_at is None
