from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from weian.foundation.org.models import Unit
from weian.foundation.people.models import Person
from weian.ground.hazards.models.beside import Beside
from weian.ground.hazards.models.hazard import Hazard


class LookBack(Beside):
    """回头看: somebody who had no hand in it looks again at a closed hazard; what does not hold is opened again."""

    audit_kind: ClassVar[str] = "lookback"

    class Why(models.TextChoices):
        MAJOR = "major", "重大必看"
        RANDOM = "random", "随机抽取"
        SAMPLE = "sample", "上级抽查"

    class Result(models.TextChoices):
        HOLDS = "holds", "没有反弹"
        FAILED = "failed", "未实现闭环"

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="lookbacks", verbose_name="隐患")
    why = models.CharField("为什么看", max_length=8, choices=Why.choices)
    by_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="由谁看")
    due = models.DateField("期限")
    asked_at = models.DateTimeField("列入时间")
    result = models.CharField("结果", max_length=8, choices=Result.choices, default="")
    note = models.TextField("看到什么", default="")
    looked_at = models.DateTimeField("查看时间", null=True)
    looked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="查看人")
    finding = models.ForeignKey(Hazard, models.PROTECT, null=True, related_name="+", verbose_name="另立的问题")

    class Meta:
        db_table = "hazards_lookback"
        constraints = [
            models.CheckConstraint(
                condition=Q(result="") | Q(looked_by__isnull=False) & ~Q(note=""), name="hazards_lookback_told"
            ),
            models.UniqueConstraint(fields=["hazard"], condition=Q(result=""), name="hazards_lookback_one_open"),
        ]
        indexes = [models.Index(fields=["by_unit", "due"], condition=Q(result=""), name="hazards_lookback_owed")]

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.get_why_display()}"
