from __future__ import annotations

from typing import ClassVar

from django.db import models

from weian.foundation.org.models import Positioned, Unit
from weian.programs.inspections.models.inspection import Inspection


class Instrument(Positioned):
    """检查文书: a numbered official paper. `body` is what it said when it was given out; it is never edited."""

    audit_kind: ClassVar[str] = "inspection_instrument"

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="instruments", verbose_name="检查")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="出具单位")
    kind = models.CharField("文书", max_length=40)
    title = models.CharField("名称", max_length=80)
    no = models.CharField("文号", max_length=60)
    body = models.JSONField("内容")
    due = models.DateField("期限", null=True)
    issued_at = models.DateTimeField("出具时间")
    issued_by = models.UUIDField("出具人")

    class Meta:
        db_table = "inspections_instrument"
        constraints = [models.UniqueConstraint(fields=["office", "no"], name="inspections_instrument_no_once")]
        indexes = [models.Index(fields=["inspection", "issued_at"], name="inspections_instrument_of")]

    def __str__(self) -> str:
        return f"{self.title} {self.no}"


class Counter(models.Model):
    """The last number of one paper that an office gave in a year; locked while the next is taken."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField("文书", max_length=40)
    year = models.IntegerField("年")
    last = models.IntegerField("已用到", default=0)

    class Meta:
        db_table = "inspections_counter"
        constraints = [models.UniqueConstraint(fields=["office", "kind", "year"], name="inspections_counter_once")]

    def __str__(self) -> str:
        return f"{self.kind}-{self.year}-{self.last}"
