"""Nodes of the year (重要时间节点): when they are, as a commission says, and who of the leaders looked before."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from weian.foundation.documents.models import Document
from weian.foundation.org.models import Positioned, PositionedQuerySet, Unit
from weian.foundation.people.models import Person, Post

if TYPE_CHECKING:
    from weian.foundation.people.api import Viewer


class KeyDay(models.Model):
    """The days of one node in one year, for all below the commission that entered them. Without days it is 待定.

    The nearest commission above a unit that knows the days is the one that holds for it.
    """

    audit_kind = "key_day"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="填写单位")
    code = models.CharField("节点", max_length=40, help_text="内容包 key_node 的代码")
    year = models.PositiveSmallIntegerField("年")
    title = models.CharField("名称", max_length=60)
    first = models.DateField("起", null=True)
    last = models.DateField("止", null=True)
    lead_days = models.PositiveSmallIntegerField("提前几天检查")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="安排")
    entered_at = models.DateTimeField("填写时间")
    entered_by = models.UUIDField("填写人", null=True)

    class Meta:
        db_table = "campaigns_key_day"
        ordering = ["year", F("first").asc(nulls_last=True), "code"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "code", "year"], name="campaigns_key_day_once"),
            models.CheckConstraint(
                condition=Q(first=None, last=None) | Q(first__isnull=False, last__gte=F("first")),
                name="campaigns_key_day_days",
            ),
            models.CheckConstraint(condition=Q(lead_days__gt=0), name="campaigns_key_day_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.title}"

    def audit_chain(self) -> UUID:
        return self.unit_id

    @property
    def opens(self) -> date | None:
        """The first day of the check before it."""
        return self.first - timedelta(days=self.lead_days) if self.first else None

    def has_opened(self, today: date) -> bool:
        return self.opens is not None and today >= self.opens


class NodeCheckQuerySet(PositionedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.within(viewer.ranges) if viewer.ranges else self.none()

    def open(self) -> Self:
        return self.filter(done_at=None)


class NodeCheck(Positioned):
    """One leader is to look before a node: the thing behind a door of duties (S0-3.1d)."""

    audit_kind: ClassVar[str] = "node_check"

    day = models.ForeignKey(KeyDay, models.PROTECT, related_name="checks", verbose_name="节点")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="领导岗位")
    due = models.DateField("期限")
    record = models.UUIDField("记录", null=True)
    done_at = models.DateTimeField("办完时间", null=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="检查人")

    objects: ClassVar = NodeCheckQuerySet.as_manager()

    class Meta:
        db_table = "campaigns_node_check"
        constraints = [
            models.UniqueConstraint(fields=["day", "post"], name="campaigns_node_check_once"),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(record__isnull=False, done_by__isnull=False),
                name="campaigns_node_check_done_with_record",
            ),
        ]
        indexes = [models.Index(fields=["org_pos", "day"], name="campaigns_node_check_place")]

    def __str__(self) -> str:
        return f"{self.day_id} {self.post_id}"
