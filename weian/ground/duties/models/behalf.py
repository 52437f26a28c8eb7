from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from weian.foundation.org.models import Positioned, PositionedQuerySet, Unit
from weian.foundation.people.models import Person
from weian.kernel import clock


class Behalf(Positioned):
    """代录: somebody of the commission above wrote it down for a small unit, which says whether it is so.

    `record` is the uid of what was written, `kind` what it is. It counts for the unit; who wrote it never judges it.
    """

    audit_kind = "behalf"

    kind = models.CharField("种类", max_length=16)
    record = models.UUIDField("记录", unique=True)
    title = models.CharField("标题", max_length=200)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="代录人")
    of = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="代录单位")
    made_at = models.DateTimeField("代录时间")
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="答复人")
    confirmed = models.BooleanField("是否属实", null=True)
    objection = models.TextField("异议", default="")

    objects: ClassVar = PositionedQuerySet.as_manager()

    class Meta:
        db_table = "duties_behalf"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, confirmed=None, objection="")
                | Q(answered_at__isnull=False, answered_by__isnull=False, confirmed=True, objection="")
                | Q(answered_at__isnull=False, answered_by__isnull=False, confirmed=False) & ~Q(objection=""),
                name="duties_behalf_answered",
            )
        ]
        indexes = [models.Index(fields=["unit", "made_at"], condition=Q(answered_at=None), name="duties_behalf_open")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def made_on(self) -> date:
        return self.made_at.astimezone(clock.SHANGHAI).date()
