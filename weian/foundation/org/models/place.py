from __future__ import annotations

from datetime import date

from django.db import models

from weian.foundation.org.models.unit import Unit


class PlaceQuerySet(models.QuerySet["Place"]):
    def after(self, day: date) -> PlaceQuerySet:
        """Places that were still held at the end of `day`, the earliest first."""
        return self.filter(until__gt=day).order_by("until", "at", "pk")


class Place(models.Model):
    """An interval that a unit left: written by every move, never changed, never given to another unit.

    So a past day is told as it was, and a record that still names an old position names nobody else's.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="places", verbose_name="单位")
    pos = models.BigIntegerField("位置", unique=True)
    end = models.BigIntegerField("位置止")
    until = models.DateField("到何日为止", help_text="这一天起不在此处")
    at = models.DateTimeField("离开时间")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        db_table = "org_place"
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(end__gt=models.F("pos")), name="org_place_interval")]

    def __str__(self) -> str:
        return f"{self.unit_id} [{self.pos}, {self.end})"
