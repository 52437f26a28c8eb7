from __future__ import annotations

import uuid
from uuid import UUID

from django.db import models
from django.db.models import Q

from weian.foundation.documents.models import Clause
from weian.ground.duties.models import Size
from weian.programs.campaigns import states
from weian.programs.campaigns.models.campaign import Campaign
from weian.programs.campaigns.models.task_list import TaskList
from weian.programs.campaigns.states import ProposalState


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def in_order(self) -> ProposalQuerySet:
        return self.order_by("order", "part")

    def waiting(self) -> ProposalQuerySet:
        return self.filter(status=ProposalState.PROPOSED)

    def certain(self) -> ProposalQuerySet:
        """Lines that nobody has to look at one by one."""
        return self.waiting().filter(sure=True)

    def accepted(self) -> ProposalQuerySet:
        return self.filter(status=ProposalState.ACCEPTED)


class Proposal(models.Model):
    """One thing that the notice asks, as it would be put on others. `order` is the number shown in text and list."""

    audit_kind = "proposal"
    states = states.PROPOSAL

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="proposals")
    order = models.PositiveIntegerField("序号")
    part = models.PositiveSmallIntegerField("拆分后的序号", default=0)
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="+", verbose_name="条款")
    kind = models.CharField("类别", max_length=20)
    title = models.CharField("标题", max_length=80)
    text = models.TextField("要做什么")
    due = models.DateField("期限", null=True)
    due_event = models.CharField("期限事件", max_length=120, default="")
    every = models.CharField("周期", max_length=12, default="", help_text="ISO 8601：P1M 为每月")
    by_day = models.CharField("周期内的哪一天", max_length=12, default="")
    times = models.PositiveSmallIntegerField("每期次数", null=True)
    who = models.JSONField("原文写的谁", default=list)
    target = models.JSONField("指标", null=True)
    actors = models.JSONField("牵头和配合", default=list)
    composite = models.CharField("组合任务", max_length=40, default="")
    composite_part = models.PositiveSmallIntegerField("组合任务第几件", null=True)
    evidence = models.JSONField("凭据", default=list)
    acceptor = models.CharField("谁验收", max_length=12, default="own_desk")
    domain = models.CharField("领域", max_length=40)
    to_kinds = models.JSONField("派给哪类单位", default=list)
    to_types = models.JSONField("适用机构类型", default=list, help_text="空为全部类型")
    to_grades = models.JSONField("适用等级", default=list, help_text="等级的开头；空为全部等级")
    size = models.CharField("大小", max_length=6, choices=Size.choices, default=Size.ANY, blank=True)
    minutes = models.PositiveIntegerField("每家约需分钟", default=0)
    spans = models.JSONField("原文位置", default=list, help_text="[{role, line, start, end}]")
    sure = models.BooleanField("把握")
    doubts = models.JSONField("疑点", default=list)
    status = models.CharField("状态", max_length=12, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.UUIDField(null=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.UUIDField(null=True)
    drop_reason = models.CharField("舍弃理由", max_length=200, default="")
    changed_by = models.UUIDField("改正人", null=True)
    task_list = models.ForeignKey(TaskList, models.SET_NULL, null=True, related_name="lines", verbose_name="所属清单")
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="carried_on", verbose_name="结转自"
    )
    split_of = models.ForeignKey("self", models.CASCADE, null=True, related_name="pieces", verbose_name="拆自")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        db_table = "campaigns_proposal"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "order", "part"], name="campaigns_proposal_number_once"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(title=""), name="campaigns_proposal_worded"),
            models.CheckConstraint(condition=Q(status__in=ProposalState.values), name="campaigns_proposal_state"),
            models.CheckConstraint(
                condition=~Q(status=ProposalState.DROPPED) | ~Q(drop_reason=""), name="campaigns_proposal_drop_reason"
            ),
            models.CheckConstraint(
                condition=Q(split_of=None) | Q(part__gt=0), name="campaigns_proposal_piece_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """The number in the circle: 4, or 4-2 for the second piece of a split line."""
        return f"{self.order}-{self.part}" if self.part else str(self.order)

    @property
    def waits(self) -> bool:
        return self.status == ProposalState.PROPOSED

    def audit_chain(self) -> UUID:
        return self.campaign.issuer_id
