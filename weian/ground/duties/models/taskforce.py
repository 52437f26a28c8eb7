from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models

from weian.foundation.documents.models import Document
from weian.foundation.org.models import Positioned, PositionedQuerySet


class TaskForce(Positioned):
    """工作专班: a team for a time, set up for a document. Its tasks are the unit's own obligations of that document."""

    audit_kind = "taskforce"

    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="为何文件")
    name = models.CharField("名称", max_length=80)
    leader = models.CharField("组长", max_length=60)
    members = models.JSONField("成员", default=list)
    ends_on = models.DateField("到何日止")
    made_at = models.DateTimeField("组建时间")
    made_by = models.UUIDField("组建人", null=True)

    objects: ClassVar = PositionedQuerySet.as_manager()

    class Meta:
        db_table = "duties_taskforce"
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="duties_taskforce_named")]
        indexes = [models.Index(fields=["unit", "document"], name="duties_taskforce_of_doc")]

    def __str__(self) -> str:
        return self.name

    def ended(self, on: date) -> bool:
        """Whether its time is over; the day itself still counts."""
        return self.ends_on < on
