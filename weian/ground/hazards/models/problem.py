from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from weian.foundation.org.models import Positioned
from weian.ground.duties.models import Record
from weian.ground.hazards.models.hazard import Hazard


class Problem(Positioned):
    """A problem that a test or assessment report names, and the hazard that it is: a new one, or one 已有."""

    audit_kind: ClassVar[str] = "problem"

    record = models.ForeignKey(Record, models.PROTECT, related_name="+", verbose_name="检测评估记录")
    order = models.PositiveIntegerField("第几个")
    text = models.TextField("问题")
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="+", verbose_name="隐患")
    had_already = models.BooleanField("已有", default=False)
    made_at = models.DateTimeField("登记时间")

    class Meta:
        db_table = "hazards_problem"
        constraints = [
            models.UniqueConstraint(fields=["record", "order"], name="hazards_problem_once"),
            models.CheckConstraint(condition=~Q(text=""), name="hazards_problem_told"),
        ]

    def __str__(self) -> str:
        return self.text[:40]
