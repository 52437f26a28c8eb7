from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q

from weian.foundation.org.models.unit import Unit


class RelationQuerySet(models.QuerySet["Relation"]):
    def on(self, day: date) -> RelationQuerySet:
        """Relations in force on `day`."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))


class Relation(models.Model):
    """A dated relation beside supervision: 包联/挂钩, 牵头–配合, 甲–乙, 互检对. Never deleted, only ended."""

    class Kind(models.TextChoices):
        LINK = "link", "包联"
        COOPERATE = "cooperate", "牵头—配合"
        CONTRACT = "contract", "甲—乙"
        CROSS = "cross", "互检对"
        COPY = "copy", "抄送"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("种类", max_length=16, choices=Kind.choices)
    label = models.CharField("本地称法", max_length=40, default="")
    source = models.ForeignKey(Unit, models.PROTECT, related_name="relations_out", verbose_name="一方")
    target = models.ForeignKey(Unit, models.PROTECT, related_name="relations_in", verbose_name="另一方")
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        db_table = "org_relation"
        constraints = [
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="org_relation_of_two"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from")), name="org_relation_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.source} {self.target}"
