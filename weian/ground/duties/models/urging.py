from __future__ import annotations

from typing import ClassVar

from django.db import models

from weian.foundation.org.models import Positioned, PositionedQuerySet, Unit
from weian.foundation.people.models import Person
from weian.ground.duties.models.obligation import Obligation


class Urging(Positioned):
    """催办: on one day a person of the issuer or of a commission above asked a unit for what it still owes.

    It stands beside the task, not in it: most of what is urged has no row yet.
    """

    audit_kind = "urging"

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="urgings", verbose_name="要求")
    period_start = models.DateField("周期起", null=True)
    on = models.DateField("催办日")
    urged_at = models.DateTimeField("催办时间")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="催办人")
    by_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="催办单位")

    objects: ClassVar = PositionedQuerySet.as_manager()

    class Meta:
        db_table = "duties_urging"
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "unit", "period_start", "on"], nulls_distinct=False,
                name="duties_urging_once_a_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.obligation} {self.on}"
