from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from weian.foundation.org.models import Positioned
from weian.foundation.people.models import Person
from weian.ground.hazards.models.hazard import Hazard


class Extension(Positioned):
    """A request for a later deadline. The deadline itself moves only when somebody else has approved."""

    audit_kind: ClassVar[str] = "extension"

    class Decision(models.TextChoices):
        APPROVED = "approved", "同意"
        REFUSED = "refused", "不同意"

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="extensions", verbose_name="隐患")
    was_due = models.DateField("原期限")
    until = models.DateField("申请延至")
    reason = models.TextField("理由")
    asked_at = models.DateTimeField("申请时间")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="申请人")
    decision = models.CharField("决定", max_length=10, choices=Decision.choices, default="")
    decided_at = models.DateTimeField("决定时间", null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="决定人")
    decision_reason = models.TextField("决定理由", default="")

    class Meta:
        db_table = "hazards_extension"
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("was_due")), name="hazards_extension_is_later"),
            models.CheckConstraint(condition=~Q(reason=""), name="hazards_extension_reasoned"),
            models.CheckConstraint(
                condition=Q(decision="") | Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by")),
                name="hazards_extension_decided_by_another",
            ),
            models.UniqueConstraint(fields=["hazard"], condition=Q(decision=""), name="hazards_extension_one_pending"),
        ]
        indexes = [models.Index(fields=["org_pos"], condition=Q(decision=""), name="hazards_extension_pending")]

    def __str__(self) -> str:
        return f"{self.hazard_id} → {self.until}"

    @property
    def pending(self) -> bool:
        return not self.decision
