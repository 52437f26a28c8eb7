from __future__ import annotations

from typing import ClassVar

from django.db import models

from weian.foundation.org.models import Positioned, Unit
from weian.ground.experts.models.draw import Draw
from weian.ground.experts.models.expert import Expert


class Assignment(Positioned):
    """A draw sent an expert to a unit: what counts as load. A voided draw sends nobody, its rows end.

    Whoever was drawn says within hours whether they go; who does not is replaced by lot out of the same list (S4-5c).
    """

    audit_kind: ClassVar[str] = "assignment"

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="assignments", verbose_name="抽取")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="assignments", verbose_name="专家")
    target = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="检查单位")
    made_at = models.DateTimeField("抽出时间")
    ended_at = models.DateTimeField("取消时间", null=True)
    answer_by = models.DateTimeField("最迟答复", null=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    accepted = models.BooleanField("去不去", null=True)
    end_why = models.CharField("为何不去了", max_length=200, default="")
    instead_of = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name="补抽自"
    )

    class Meta:
        db_table = "experts_assignment"
        constraints = [
            models.UniqueConstraint(fields=["draw", "expert", "target"], name="experts_assignment_once"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, accepted=None)
                | models.Q(answered_at__isnull=False, accepted__isnull=False),
                name="experts_assignment_answered",
            ),
        ]
        indexes = [
            models.Index(fields=["expert", "made_at"], name="experts_assignment_load"),
            models.Index(
                fields=["answer_by"], condition=models.Q(answered_at=None, ended_at=None), name="experts_unanswered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert_id} → {self.target_id}"
