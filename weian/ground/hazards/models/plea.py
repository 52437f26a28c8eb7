from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from weian.foundation.org.models import Unit
from weian.foundation.people.models import Person
from weian.ground.hazards.kinds import Need
from weian.ground.hazards.models.beside import Beside
from weian.ground.hazards.models.hazard import Hazard


class Plea(Beside):
    """请求协调 about a hazard: the unit cannot do it alone and asks the level above, which owes an answer by a day.

    `holder` has it now; when the day goes by it is the holder that is late, not the unit.
    """

    audit_kind: ClassVar[str] = "plea"

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="pleas", verbose_name="隐患")
    need = models.CharField("需要什么", max_length=10, choices=Need.choices)
    text = models.TextField("困难和请求")
    holder = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="轮到")
    due = models.DateField("答复期限")
    asked_at = models.DateTimeField("提出时间")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="提出人")
    answer = models.TextField("答复", default="")
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="答复人")

    class Meta:
        db_table = "hazards_plea"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="hazards_plea_told"),
            models.CheckConstraint(condition=Q(answer="") ^ Q(answered_at__isnull=False), name="hazards_plea_answered"),
            models.UniqueConstraint(fields=["hazard"], condition=Q(answered_at=None), name="hazards_plea_one_open"),
        ]
        indexes = [models.Index(fields=["holder", "due"], condition=Q(answered_at=None), name="hazards_plea_held")]

    def __str__(self) -> str:
        return self.text[:40]
