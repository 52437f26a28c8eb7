from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from weian.foundation.people.models import Person
from weian.ground.hazards.kinds import Grade
from weian.ground.hazards.models.beside import Beside
from weian.ground.hazards.models.hazard import Hazard


class Regrade(Beside):
    """A request for another grade: the unit objects (异议), or somebody wants to lower what was judged major.

    The grade itself changes only when another person, of the level above, has agreed.
    """

    audit_kind: ClassVar[str] = "regrade"

    class Decision(models.TextChoices):
        APPROVED = "approved", "同意"
        REFUSED = "refused", "不同意"

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="regrades", verbose_name="隐患")
    was = models.CharField("现等级", max_length=10, choices=Grade.choices)
    to = models.CharField("申请改为", max_length=10, choices=Grade.choices)
    reason = models.TextField("理由")
    asked_at = models.DateTimeField("申请时间")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="申请人")
    decision = models.CharField("决定", max_length=10, choices=Decision.choices, default="")
    decided_at = models.DateTimeField("决定时间", null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="决定人")
    decision_reason = models.TextField("决定理由", default="")

    class Meta:
        db_table = "hazards_regrade"
        constraints = [
            models.CheckConstraint(condition=~Q(to=F("was")), name="hazards_regrade_changes"),
            models.CheckConstraint(condition=~Q(reason=""), name="hazards_regrade_reasoned"),
            models.CheckConstraint(
                condition=Q(decision="")
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by")) & ~Q(decision_reason=""),
                name="hazards_regrade_decided_by_another",
            ),
            models.UniqueConstraint(fields=["hazard"], condition=Q(decision=""), name="hazards_regrade_one_pending"),
        ]
        indexes = [models.Index(fields=["org_pos"], condition=Q(decision=""), name="hazards_regrade_pending")]

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.was} → {self.to}"

    @property
    def pending(self) -> bool:
        return not self.decision
