from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from weian.foundation.documents.models import Document
from weian.foundation.org.models import Positioned, PositionedQuerySet
from weian.foundation.people.models import Person
from weian.foundation.people.viewer import Viewer


class SummaryQuerySet(PositionedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.within(viewer.ranges)


class Summary(Positioned):
    """A summary of what became of one notice under one node: figures frozen at `as_of`, with what they count."""

    audit_kind = "summary"

    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="文件")
    title = models.CharField("标题", max_length=200)
    as_of = models.DateTimeField("数据截至")
    body = models.JSONField("数据", help_text="指标、口径和名单，写成时冻结")
    problems = models.TextField("存在问题", default="", blank=True)
    next_steps = models.TextField("下一步工作", default="", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="起草人")
    made_at = models.DateTimeField("起草时间")

    objects: ClassVar = SummaryQuerySet.as_manager()

    class Meta:
        db_table = "reports_summary"
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["org_pos", "made_at"], name="reports_summary_place")]

    def __str__(self) -> str:
        return self.title
