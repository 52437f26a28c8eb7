from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from weian.foundation.people.models import Person
from weian.ground.hazards.models.beside import Beside
from weian.ground.hazards.models.hazard import Hazard


class Pair(Beside):
    """Two hazards of one place and kind that may be one thing: reported twice, or come back. A person says which."""

    audit_kind: ClassVar[str] = "pair"

    class Kind(models.TextChoices):
        DUPLICATE = "duplicate", "疑似重复"
        RECURRENCE = "recurrence", "疑似反复"

    class Answer(models.TextChoices):
        SAME = "same", "是同一处"
        OTHER = "other", "不是同一处"

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="pairs", verbose_name="后报的")
    earlier = models.ForeignKey(Hazard, models.PROTECT, related_name="+", verbose_name="先报的")
    kind = models.CharField("种类", max_length=10, choices=Kind.choices)
    made_at = models.DateTimeField("发现时间")
    answer = models.CharField("回答", max_length=5, choices=Answer.choices, default="")
    answered_at = models.DateTimeField("回答时间", null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="回答人")

    class Meta:
        db_table = "hazards_pair"
        constraints = [
            models.UniqueConstraint(fields=["hazard", "earlier"], name="hazards_pair_once"),
            models.CheckConstraint(condition=~Q(hazard=F("earlier")), name="hazards_pair_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.earlier_id}"
