from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from weian.foundation.org.models import Positioned, PositionedQuerySet, Unit
from weian.foundation.people.models import Person
from weian.ground.duties.models.task import Task


class ReliefQuerySet(PositionedQuerySet):
    def pending(self) -> Self:
        return self.filter(decision="")


class Relief(Positioned):
    """A unit asks for a later day, or not to have to do it. Nothing changes until somebody else has granted it."""

    audit_kind: ClassVar[str] = "relief"

    class Kind(models.TextChoices):
        EXTENSION = "extension", "延期"
        EXEMPTION = "exemption", "豁免"

    class Decision(models.TextChoices):
        GRANTED = "granted", "同意"
        REFUSED = "refused", "不同意"

    task = models.ForeignKey(Task, models.PROTECT, related_name="reliefs", verbose_name="任务")
    kind = models.CharField("申请什么", max_length=10, choices=Kind.choices)
    was_due = models.DateField("原期限", null=True)
    until = models.DateField("申请延至", null=True)
    reason = models.TextField("理由")
    decider = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="由谁决定")
    asked_at = models.DateTimeField("申请时间")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="申请人")
    decision = models.CharField("决定", max_length=10, choices=Decision.choices, default="")
    decided_at = models.DateTimeField("决定时间", null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="决定人")
    decision_reason = models.TextField("决定理由", default="")

    objects: ClassVar = ReliefQuerySet.as_manager()

    class Meta:
        db_table = "duties_relief"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="exemption", until=None) | Q(kind="extension", until__gt=F("was_due")),
                name="duties_relief_is_later",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="duties_relief_reasoned"),
            models.CheckConstraint(
                condition=Q(decision="") | Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by")),
                name="duties_relief_decided_by_another",
            ),
            models.UniqueConstraint(fields=["task"], condition=Q(decision=""), name="duties_relief_one_pending"),
        ]
        indexes = [
            models.Index(fields=["decider", "asked_at", "uid"], condition=Q(decision=""), name="duties_relief_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.task_id}"

    @property
    def is_pending(self) -> bool:
        return not self.decision
