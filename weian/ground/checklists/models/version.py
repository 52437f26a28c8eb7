from __future__ import annotations

import uuid
from uuid import UUID

from django.db import models
from django.db.models import Q

from weian.ground.checklists.models.checklist import Checklist
from weian.ground.checklists.schema import Sheet
from weian.ground.checklists.states import VERSION, VersionState


class ChecklistVersion(models.Model):
    """One version of an own checklist. `body` is a Sheet; once published, PostgreSQL refuses to change it."""

    audit_kind = "checklist_version"
    states = VERSION

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="versions", verbose_name="检查表")
    number = models.IntegerField("版次")
    status = models.CharField("状态", max_length=12, choices=VersionState.choices, default=VersionState.DRAFT)
    body = models.JSONField("内容")
    note = models.CharField("改动说明", max_length=200, default="")
    made_at = models.DateTimeField("建立时间")
    made_by = models.UUIDField("建立人", null=True)
    published_at = models.DateTimeField("发布时间", null=True)
    published_by = models.UUIDField("发布人", null=True)

    class Meta:
        db_table = "checklists_version"
        ordering = ["checklist", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "number"], name="checklists_version_number_once"),
            models.UniqueConstraint(
                fields=["checklist"], condition=Q(status=VersionState.DRAFT), name="checklists_version_one_draft"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="checklists_version_counts"),
            models.CheckConstraint(
                condition=Q(status=VersionState.PUBLISHED) ^ Q(published_at=None), name="checklists_version_published"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.checklist} 第 {self.number} 版"

    def audit_chain(self) -> UUID:
        return self.checklist.unit_id

    @property
    def ref(self) -> str:
        return f"own:{self.uid}"

    @property
    def sheet(self) -> Sheet:
        return Sheet.model_validate(self.body).called(self.ref, str(self.number))

    @property
    def is_draft(self) -> bool:
        return self.status == VersionState.DRAFT
