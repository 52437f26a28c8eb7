from __future__ import annotations

import uuid
from uuid import UUID

from django.db import models
from django.urls import reverse

from weian.foundation.org.models import Unit
from weian.foundation.people.models import Person
from weian.foundation.people.viewer import Viewer
from weian.ground.duties.models.obligation import Obligation


class AccidentQuerySet(models.QuerySet["Accident"]):
    def visible_to(self, viewer: Viewer) -> AccidentQuerySet:
        """Cards of the viewer's unit and of the commissions above it; a commission also sees those below."""
        if not viewer.scope.ranges:
            return self.none()
        above = Unit.objects.above(viewer.unit).order_by().values("pk")
        below = Unit.objects.within(viewer.scope.ranges).order_by().values("pk")
        return self.filter(models.Q(unit__in=above) | models.Q(unit__in=below))


class Accident(models.Model):
    """事故教训卡: an accident elsewhere and what it teaches. It stands beside the obligations that exist because of it.

    It is told once and not edited: a better account is another card.
    """

    audit_kind = "accident"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="录入单位")
    title = models.CharField("事故名称", max_length=120)
    happened_on = models.DateField("发生日期")
    place = models.CharField("地点", max_length=120)
    kind = models.CharField("事故类别", max_length=60)
    cause = models.TextField("原因")
    lesson = models.TextField("教训")
    source = models.CharField("来源", max_length=200, default="", help_text="通报的文号或出处")
    made_at = models.DateTimeField("录入时间")
    made_by = models.UUIDField("录入人", null=True)
    obligations = models.ManyToManyField(Obligation, related_name="accidents", db_table="duties_accident_obligation")

    objects = AccidentQuerySet.as_manager()

    class Meta:
        db_table = "duties_accident"
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="duties_accident_titled")]
        indexes = [models.Index(fields=["unit", "-made_at", "-uid"], name="duties_accident_kept")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("accident", args=[self.uid])

    def audit_chain(self) -> UUID:
        return self.unit_id


class AccidentRead(models.Model):
    """A person has read a card, once; kept per person, whatever post he stands in."""

    accident = models.ForeignKey(Accident, models.PROTECT, related_name="reads", verbose_name="教训卡")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="读的人")
    read_at = models.DateTimeField("读的时间")

    class Meta:
        db_table = "duties_accident_read"
        constraints = [models.UniqueConstraint(fields=["accident", "person"], name="duties_accident_read_once")]

    def __str__(self) -> str:
        return f"{self.accident} {self.person}"
