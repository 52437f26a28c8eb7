from __future__ import annotations

import uuid

from django.db import models

from weian.foundation.org.models import Unit
from weian.programs.campaigns.models.campaign import Campaign


class Addressee(models.Model):
    """A unit that the notice will be sent to, and whether a group or its own name brought it in."""

    class Via(models.TextChoices):
        GROUP = "group", "按组"
        NAME = "name", "点名"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="addressees")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    via = models.CharField(max_length=8, choices=Via.choices)
    group = models.CharField("组", max_length=60, default="")

    class Meta:
        db_table = "campaigns_addressee"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="campaigns_addressee_once"),
            models.CheckConstraint(
                condition=~models.Q(via="group") | ~models.Q(group=""), name="campaigns_addressee_group_named"
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)
