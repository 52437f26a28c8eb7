from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.db import models

from weian.programs.campaigns.models.campaign import Campaign


class Contact(models.Model):
    """Whom to ask about a campaign (联系人). One at a time; who it was before stays readable (S2-4.4e)."""

    audit_kind = "contact"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="contact_history")
    name = models.CharField("联系人", max_length=60)
    phone = models.CharField("电话", max_length=40, default="")
    mail = models.CharField("信箱", max_length=120, default="")
    why = models.CharField("为何交接", max_length=200)
    since = models.DateTimeField("自")

    class Meta:
        db_table = "campaigns_contact"
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="campaigns_contact_named"),
            models.CheckConstraint(
                condition=~models.Q(phone="") | ~models.Q(mail=""), name="campaigns_contact_reachable"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def audit_chain(self) -> UUID:
        return self.campaign.issuer_id

    @property
    def told(self) -> dict[str, Any]:
        """In the shape in which a campaign keeps its present contacts."""
        return {
            "text": self.name, "name": self.name, "phones": [self.phone] if self.phone else [],
            "mails": [self.mail] if self.mail else [],
        }  # fmt: skip
