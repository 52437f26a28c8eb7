from __future__ import annotations

from typing import ClassVar

from django.db import models

from weian.foundation.org.models import Positioned
from weian.foundation.people.models import Person


class Setting(Positioned):
    """From a day on, a node climbs a ladder by its own steps, and all below it that have no setting of their own."""

    audit_kind: ClassVar[str] = "ladder_setting"

    ladder = models.CharField("阶梯", max_length=40)
    steps = models.JSONField("各步")
    valid_from = models.DateField("自")
    why = models.TextField("理由", default="")
    made_at = models.DateTimeField("设置时间")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="设置人")

    class Meta:
        db_table = "ladder_setting"
        constraints = [models.UniqueConstraint(fields=["unit", "ladder", "valid_from"], name="ladder_setting_once")]

    def __str__(self) -> str:
        return f"{self.unit} {self.ladder}"
