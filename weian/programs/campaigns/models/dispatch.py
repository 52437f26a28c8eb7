from __future__ import annotations

import uuid
from uuid import UUID

from django.db import models
from django.db.models import Q

from weian.programs.campaigns import states
from weian.programs.campaigns.models.campaign import Campaign
from weian.programs.campaigns.states import DispatchState


class Dispatch(models.Model):
    """The way of an issued notice to the units of its frozen list (docs/adr/0011).

    `sending_by` in the appointment `post` is on whose behalf the job runs: the issuer, or the colleague who resumed it.
    """

    audit_kind = "dispatch"
    states = states.DISPATCH

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.OneToOneField(Campaign, models.PROTECT, related_name="dispatch")
    status = models.CharField("状态", max_length=12, choices=DispatchState.choices, default=DispatchState.SENDING)
    total = models.PositiveIntegerField("名单上的单位")
    digest = models.CharField("名单的哈希", max_length=64)
    why = models.CharField("为何停下", max_length=200, default="")
    sending_at = models.DateTimeField("开始或继续的时间")
    sending_by = models.UUIDField("为何人下发", null=True)
    post = models.UUIDField("以何任职", null=True)
    moved_at = models.DateTimeField("最近一批的时间")
    paused_at = models.DateTimeField("暂停时间", null=True)
    paused_by = models.UUIDField("暂停人", null=True)
    sent_at = models.DateTimeField("发完时间", null=True)

    class Meta:
        db_table = "campaigns_dispatch"
        constraints = [
            models.CheckConstraint(condition=Q(status__in=DispatchState.values), name="campaigns_dispatch_state"),
            models.CheckConstraint(
                condition=Q(status=DispatchState.SENT) ^ Q(sent_at=None), name="campaigns_dispatch_sent_at"
            ),
        ]
        indexes = [
            models.Index(fields=["moved_at"], condition=Q(status="sending"), name="campaigns_dispatch_under_way")
        ]

    def __str__(self) -> str:
        return f"{self.campaign} {self.get_status_display()}"

    def audit_chain(self) -> UUID:
        return self.campaign.issuer_id

    @property
    def is_over(self) -> bool:
        return self.status == DispatchState.SENT

    @property
    def is_paused(self) -> bool:
        return self.status == DispatchState.PAUSED
