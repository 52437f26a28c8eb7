from __future__ import annotations

import uuid
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from weian.programs.campaigns.models.campaign import Campaign


class Rehearsal(models.Model):
    """What was known before a notice went out: the forecast as issued, and who signed for one above the budget.

    The two signatures stand for `digest`: what is changed afterwards needs them anew.
    """

    audit_kind = "rehearsal"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.OneToOneField(Campaign, models.PROTECT, related_name="rehearsal")
    digest = models.CharField("所签内容的哈希", max_length=64, default="")
    why = models.TextField("为何超出预算", default="")
    asked_at = models.DateTimeField("申请会签时间", null=True)
    asked_by = models.UUIDField("申请人", null=True)
    signed_at = models.DateTimeField("会签时间", null=True)
    signed_by = models.UUIDField("会签人", null=True)
    forecast = models.JSONField("下发时的预演", null=True)
    kept_at = models.DateTimeField("预演时间", null=True)

    class Meta:
        db_table = "campaigns_rehearsal"
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("asked_by")), name="campaigns_rehearsal_two_people"
            ),
            models.CheckConstraint(condition=Q(asked_at=None) | ~Q(why=""), name="campaigns_rehearsal_reasoned"),
        ]

    def __str__(self) -> str:
        return str(self.campaign)

    def audit_chain(self) -> UUID:
        return self.campaign.issuer_id
