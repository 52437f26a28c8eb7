from __future__ import annotations

import uuid
from uuid import UUID

from django.db import models
from django.db.models import Q

from weian.foundation.documents.models import Document
from weian.foundation.org.models import Unit
from weian.programs.campaigns import states
from weian.programs.campaigns.states import CampaignState


class Campaign(models.Model):
    """What a notice sets going: from the read text to the obligations that it puts on others.

    The uid is made by the form that reads the notice in, so that a repeated reading is no second campaign.
    """

    audit_kind = "campaign"
    states = states.CAMPAIGN

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.OneToOneField(Document, models.PROTECT, related_name="campaign", verbose_name="通知")
    issuer = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="发文单位")
    title = models.CharField("名称", max_length=200)
    status = models.CharField("状态", max_length=12, choices=CampaignState.choices, default=CampaignState.CONFIRMING)
    form = models.CharField("形式", max_length=40, default="", help_text="内容包 campaign_form 的代码")
    starts = models.DateField("起", null=True)
    ends = models.DateField("止", null=True)
    ends_event = models.CharField("止于", max_length=120, default="")
    contacts = models.JSONField("联系方式", default=list)
    paragraphs = models.JSONField("各段着落", default=list, help_text="[{line: [起, 止], kind, clause_no}]")
    warnings = models.JSONField("原文矛盾", default=list)
    addressed_to = models.JSONField("原文主送", default=list)
    read_at = models.DateTimeField("读入时间")
    read_by = models.UUIDField("读入人")
    digest = models.CharField("读入内容的哈希", max_length=64)
    issued_at = models.DateTimeField("下发时间", null=True)
    issued_by = models.UUIDField("下发人", null=True)
    closed_at = models.DateTimeField("结束时间", null=True)
    closed_by = models.UUIDField("结束人", null=True)
    discarded_at = models.DateTimeField("不再下发时间", null=True)
    discarded_by = models.UUIDField("不再下发人", null=True)

    class Meta:
        db_table = "campaigns_campaign"
        constraints = [
            models.CheckConstraint(condition=Q(status__in=CampaignState.values), name="campaigns_campaign_state"),
            models.CheckConstraint(
                condition=~Q(status=CampaignState.ISSUED) | Q(issued_at__isnull=False),
                name="campaigns_campaign_issued_at",
            ),
        ]
        indexes = [models.Index(fields=["issuer", "-read_at"], name="campaigns_of_issuer")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.status == CampaignState.CONFIRMING

    @property
    def was_issued(self) -> bool:
        return self.status in (CampaignState.ISSUED, CampaignState.CLOSED)

    def audit_chain(self) -> UUID:
        return self.issuer_id
