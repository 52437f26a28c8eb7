from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from weian.foundation.org.models import Positioned
from weian.foundation.people.models import Person
from weian.ground.registry.models import Subject
from weian.ground.works.models.contractor import Contractor
from weian.ground.works.models.sight import OfContractor
from weian.ground.works.models.site import Site
from weian.ground.works.states import PERMIT, Permitted
from weian.kernel import clock


class PermitQuerySet(OfContractor):
    """See ChargeQuerySet."""


class Permit(Positioned):
    """作业票: one piece of dangerous work at a place, in a window, by somebody with a certificate, watched by another.

    The owner's own staff (`contractor` None) pass the same gate as contractors.
    """

    audit_kind: ClassVar[str] = "permit"
    states: ClassVar = PERMIT
    # Names and certificates of whoever does and watches the work.
    personal_fields = ("worker", "certificate_no", "watcher")

    kind = models.CharField("类别", max_length=40)
    contractor = models.ForeignKey(Contractor, models.PROTECT, null=True, related_name="permits", verbose_name="承包方")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="permits", verbose_name="项目")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+", verbose_name="作业地点")
    work = models.CharField("作业内容", max_length=300)
    starts_at = models.DateTimeField("作业起")
    ends_at = models.DateTimeField("作业止")
    worker = models.CharField("作业人", max_length=40)
    certificate_no = models.CharField("证号", max_length=60)
    certificate_until = models.DateField("证件有效期至")
    watcher = models.CharField("看护人", max_length=40)
    measures = ArrayField(models.CharField(max_length=40), verbose_name="已落实的措施", default=list)
    neighbours = ArrayField(models.UUIDField(), verbose_name="告知的相邻科室", default=list)
    recheck_minutes = models.PositiveIntegerField("结束后多少分钟复查")
    grace_minutes = models.PositiveIntegerField("复查宽限（分钟）")
    status = models.CharField("状态", max_length=12, choices=Permitted.choices, default=Permitted.ASKED)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="申请人")
    made_at = models.DateTimeField("申请时间")
    why = models.CharField("不批准、叫停或作废的原因", max_length=300, default="", blank=True)
    approved_at = models.DateTimeField("批准时间", null=True)
    approved_by = models.UUIDField("批准人", null=True)
    working_at = models.DateTimeField("开始时间", null=True)
    working_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    ended_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField("复查时间", null=True)
    closed_by = models.UUIDField("复查人", null=True)
    recheck_note = models.CharField("复查情况", max_length=300, default="", blank=True)

    objects = PermitQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "works_permit"
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="works_permit_window"),
            models.CheckConstraint(condition=~Q(worker=F("watcher")), name="works_permit_watched_by_another"),
            # Two people where the law wants two.
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")), name="works_permit_approved_by_another"
            ),
        ]
        indexes = [
            models.Index(fields=["org_pos", "made_at", "uid"], name="works_permit_place"),
            models.Index(fields=["subject", "ends_at"], name="works_permit_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.work[:20]}"

    @property
    def recheck_from(self) -> datetime | None:
        """The earliest moment of the recheck."""
        return self.ended_at + timedelta(minutes=self.recheck_minutes) if self.ended_at else None

    @property
    def recheck_until(self) -> datetime | None:
        """When the recheck is late."""
        begin = self.recheck_from
        return begin + timedelta(minutes=self.grace_minutes) if begin else None

    @property
    def is_recheck_late(self) -> bool:
        until = self.recheck_until
        return self.status == Permitted.ENDED and until is not None and clock.now() > until
