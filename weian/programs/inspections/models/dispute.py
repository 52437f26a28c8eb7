from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from weian.foundation.org.models import Positioned
from weian.foundation.people.models import Person
from weian.programs.inspections.models.inspection import Inspection


class Dispute(Positioned):
    """The inspected side does not accept score or findings of a cross-check: the level above decides, once (S4-4c).

    `score_was` is the score that was disputed, `score` what was ruled.
    """

    audit_kind: ClassVar[str] = "inspection_dispute"

    inspection = models.OneToOneField(Inspection, models.PROTECT, related_name="dispute", verbose_name="检查")
    text = models.CharField("争议", max_length=1000)
    score_was = models.DecimalField("争议的得分", max_digits=5, decimal_places=1, null=True)
    made_at = models.DateTimeField("提出时间")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="提出人")
    due = models.DateField("裁定期限")
    upheld = models.BooleanField("争议成立", null=True)
    score = models.DecimalField("裁定的得分", max_digits=5, decimal_places=1, null=True)
    ruling = models.CharField("裁定", max_length=1000, default="")
    ruled_at = models.DateTimeField("裁定时间", null=True)
    ruled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="裁定人")

    class Meta:
        db_table = "inspections_dispute"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="inspections_dispute_told"),
            models.CheckConstraint(
                condition=Q(ruled_at=None, upheld=None, ruled_by=None)
                | Q(ruled_at__isnull=False, upheld__isnull=False, ruled_by__isnull=False) & ~Q(ruling=""),
                name="inspections_dispute_ruled",
            ),
            models.CheckConstraint(
                condition=Q(ruled_by=None) | ~Q(ruled_by=F("made_by")), name="inspections_dispute_ruled_by_another"
            ),
        ]
        indexes = [models.Index(fields=["due"], condition=Q(ruled_at=None), name="inspections_dispute_open")]

    def __str__(self) -> str:
        return self.text[:40]
