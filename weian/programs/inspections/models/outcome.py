from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from weian.foundation.org.models import Positioned, Unit
from weian.programs.inspections.models.inspection import Inspection


class Outcome(Positioned):
    """What one of the departments of a joint inspection decided by its own law (S4-4b). It counts at the unit."""

    audit_kind: ClassVar[str] = "inspection_outcome"

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="outcomes", verbose_name="检查")
    agency = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="部门")
    kind = models.CharField("处理", max_length=40)
    doc_no = models.CharField("文书号", max_length=60, default="", blank=True)
    text = models.TextField("内容", default="", blank=True)
    due = models.DateField("责令改正期限", null=True)
    made_at = models.DateTimeField("登记时间")
    made_by = models.UUIDField("登记人", null=True)

    class Meta:
        db_table = "inspections_outcome"
        constraints = [
            models.CheckConstraint(condition=~Q(kind=""), name="inspections_outcome_kind"),
            models.UniqueConstraint(fields=["inspection", "agency"], name="inspections_outcome_own"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.doc_no}".strip()
