from __future__ import annotations

import uuid
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from weian.foundation.org.models import Positioned, Unit
from weian.foundation.people.models import Person
from weian.foundation.people.viewer import Viewer


class OpenedDrawQuerySet(models.QuerySet["OpenedDraw"]):
    def visible_to(self, viewer: Viewer) -> OpenedDrawQuerySet:
        """To everybody whose unit stands under the office that drew, to the office, and to those above it."""
        if not viewer.scope.ranges:
            return self.none()
        above = Unit.objects.above(viewer.unit).order_by().values("pk")
        below = Unit.objects.within(viewer.scope.ranges).order_by().values("pk")
        return self.filter(Q(unit__in=above) | Q(unit__in=below))


class OpenedDraw(models.Model):
    """The record of a draw as it was opened to all below: has no position, and the table only grows.

    It holds names of units; of people it holds uids alone, so that a name that is erased is not kept here.
    """

    audit_kind = "opened_draw"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="组织单位")
    title = models.CharField("名称", max_length=120)
    what = models.CharField("抽什么", max_length=8)
    record = models.JSONField("记录")
    made_at = models.DateTimeField("公开时间")

    objects = OpenedDrawQuerySet.as_manager()

    class Meta:
        db_table = "experts_opened"
        indexes = [models.Index(fields=["unit", "made_at"], name="experts_opened_list")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("draw", args=[self.pk])

    def audit_chain(self) -> UUID:
        return self.unit_id


class Stand(Positioned):
    """What a unit says to the pairing that it was drawn into: agreed, or disputed, which the office then rules on."""

    audit_kind: ClassVar[str] = "stand"

    draw = models.ForeignKey(OpenedDraw, models.PROTECT, related_name="stands", verbose_name="抽取")
    agreed = models.BooleanField("认可")
    text = models.CharField("异议", max_length=500, default="")
    made_at = models.DateTimeField("表态时间")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="表态人")
    due = models.DateField("裁定期限", null=True)
    upheld = models.BooleanField("异议成立", null=True)
    ruling = models.CharField("裁定", max_length=500, default="")
    ruled_at = models.DateTimeField("裁定时间", null=True)
    ruled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="裁定人")

    class Meta:
        db_table = "experts_stand"
        constraints = [
            models.UniqueConstraint(fields=["draw", "unit"], name="experts_stand_once"),
            models.CheckConstraint(
                condition=Q(agreed=True, due=None, ruled_at=None) | Q(agreed=False, due__isnull=False) & ~Q(text=""),
                name="experts_stand_disputed",
            ),
            models.CheckConstraint(
                condition=Q(ruled_at=None, upheld=None, ruled_by=None)
                | Q(ruled_at__isnull=False, upheld__isnull=False, ruled_by__isnull=False) & ~Q(ruling=""),
                name="experts_stand_ruled",
            ),
            models.CheckConstraint(
                condition=Q(ruled_by=None) | ~Q(ruled_by=F("made_by")), name="experts_stand_ruled_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.draw_id}"
