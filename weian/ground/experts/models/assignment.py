from __future__ import annotations

from typing import ClassVar

from django.db import models

from weian.foundation.org.models import Positioned, Unit
from weian.ground.experts.models.draw import Draw
from weian.ground.experts.models.expert import Expert


class Assignment(Positioned):
    """A draw sent an expert to a unit: what counts as load. A voided draw sends nobody, its rows end."""

    audit_kind: ClassVar[str] = "assignment"

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="assignments", verbose_name="抽取")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="assignments", verbose_name="专家")
    target = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="检查单位")
    made_at = models.DateTimeField("抽出时间")
    ended_at = models.DateTimeField("取消时间", null=True)

    class Meta:
        db_table = "experts_assignment"
        constraints = [
            models.UniqueConstraint(fields=["draw", "expert", "target"], name="experts_assignment_once"),
        ]
        indexes = [models.Index(fields=["expert", "made_at"], name="experts_assignment_load")]

    def __str__(self) -> str:
        return f"{self.expert_id} → {self.target_id}"
