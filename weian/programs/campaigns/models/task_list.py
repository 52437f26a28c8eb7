from __future__ import annotations

import uuid
from uuid import UUID

from django.db import models

from weian.programs.campaigns.models.campaign import Campaign


class TaskList(models.Model):
    """A named list of lines of one campaign (清单, such as 三张清单). The names are the issuer's (S1-2b)."""

    audit_kind = "task_list"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="task_lists")
    name = models.CharField("清单", max_length=60)
    order = models.PositiveSmallIntegerField("次序")

    class Meta:
        db_table = "campaigns_task_list"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "name"], name="campaigns_task_list_name_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="campaigns_task_list_named"),
        ]

    def __str__(self) -> str:
        return self.name

    def audit_chain(self) -> UUID:
        return self.campaign.issuer_id
