from __future__ import annotations

import uuid

from django.db import models

from weian.foundation.org.models import Unit
from weian.programs.campaigns.models.campaign import Campaign


class Addressee(models.Model):
    """A unit that the notice will be sent to, and whether a group or its own name brought it in.

    With the act of issuing the list is frozen; `reached_at` or `trouble` then tells what became of each.
    """

    class Via(models.TextChoices):
        GROUP = "group", "按组"
        NAME = "name", "点名"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="addressees")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    via = models.CharField(max_length=8, choices=Via.choices)
    group = models.CharField("组", max_length=60, default="")
    reached_at = models.DateTimeField("送到时间", null=True)
    trouble = models.CharField("没有送到的原因", max_length=200, default="")

    class Meta:
        db_table = "campaigns_addressee"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="campaigns_addressee_once"),
            models.CheckConstraint(
                condition=~models.Q(via="group") | ~models.Q(group=""), name="campaigns_addressee_group_named"
            ),
        ]
        indexes = [
            models.Index(
                fields=["campaign"], condition=models.Q(reached_at=None, trouble=""), name="campaigns_addressee_waiting"
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)
