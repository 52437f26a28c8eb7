from __future__ import annotations

import uuid
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from weian.foundation.org.models import Unit
from weian.foundation.people.viewer import Viewer


class FromAboveQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Viewer) -> FromAboveQuerySet:
        """Those of the viewer's unit, of the commissions above it, and of the units below."""
        if not viewer.scope.ranges:
            return self.none()
        above = Unit.objects.above(viewer.unit).order_by().values("pk")
        below = Unit.objects.within(viewer.scope.ranges).order_by().values("pk")
        return self.filter(Q(unit=viewer.unit.pk) | Q(unit__in=above) | Q(unit__in=below))


class FromAbove(models.Model):
    """Something that a unit sets for itself and all below it; it holds no safety fact of anybody."""

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="发起单位")
    title = models.CharField("名称", max_length=80)
    made_at = models.DateTimeField("发起时间")
    made_by = models.UUIDField("发起人")

    objects: ClassVar = FromAboveQuerySet.as_manager()

    class Meta:
        abstract = True

    def audit_chain(self) -> UUID:
        return self.unit_id


class Sweep(FromAbove):
    """一轮排查整治: a window of days over some domains, in which hazards are new, came back or were carried over.

    `follows` is the round before; what was open when this one began is carried into it with its first-found date.
    With `to_zero` it is done only when nothing is left open on its last day (S1-4e).
    """

    audit_kind: ClassVar[str] = "sweep"

    starts = models.DateField("起")
    ends = models.DateField("止")
    domains = models.JSONField("领域", default=list)
    to_zero = models.BooleanField("到期清零", default=False)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="接续")

    class Meta:
        db_table = "hazards_sweep"
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="hazards_sweep_term"),
            models.CheckConstraint(condition=~Q(title=""), name="hazards_sweep_titled"),
        ]
        indexes = [models.Index(fields=["unit", "-starts"], name="hazards_sweep_of")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("sweep", args=[self.uid])
