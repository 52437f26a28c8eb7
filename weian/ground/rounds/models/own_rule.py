from __future__ import annotations

import uuid
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from weian.foundation.org.models import Unit
from weian.ground.registry.models import Subject
from weian.ground.rounds.models.visit import Doer


class OwnRule(models.Model):
    """A frequency that a unit sets for itself, or a commission for all below it. It can only add to what content asks.

    `asked_by` is the obligation of a notice that asks for it: its basis is then the source, and who keeps the rule has
    done what the notice asks (`ground/duties`).

    No position: like content it says what is owed, and everybody below has to know it. `until` is the first day on
    which it does not hold any more.
    """

    audit_kind = "own_rule"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="谁定的")
    mark = models.CharField("对哪类部位", max_length=40, default="", blank=True)
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, related_name="+", verbose_name="对哪一处")
    every = models.CharField("多久一次", max_length=8)
    times = models.PositiveSmallIntegerField("几次", default=1)
    doer = models.CharField("谁查", max_length=12, choices=Doer.choices, default=Doer.OWN)
    basis = models.CharField("依据", max_length=120, default="", blank=True)
    since = models.DateField("自")
    until = models.DateField("至", null=True)
    asked_by = models.UUIDField("通知的哪一条", null=True)

    class Meta:
        db_table = "rounds_own_rule"
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="rounds_own_rule_term"),
            models.CheckConstraint(condition=~Q(mark="") | Q(subject__isnull=False), name="rounds_own_rule_of_what"),
            models.CheckConstraint(condition=Q(times__gte=1, times__lte=48), name="rounds_own_rule_times"),
        ]
        indexes = [
            models.Index(fields=["unit"], name="rounds_own_rule_unit"),
            models.Index(fields=["asked_by"], condition=Q(asked_by__isnull=False), name="rounds_own_rule_asked_by"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.mark} {self.every}×{self.times}"

    def audit_chain(self) -> UUID:
        return self.unit_id
