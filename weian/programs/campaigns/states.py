"""The lives of a campaign, of a proposal and of a dispatch."""

from __future__ import annotations

from django.db import models

from weian.kernel.transitions import Table, Transition


class CampaignState(models.TextChoices):
    """读入 → 逐条确认 → 已下发 → 已结束."""

    CONFIRMING = "confirming", "逐条确认"
    ISSUED = "issued", "已下发"
    CLOSED = "closed", "已结束"
    DISCARDED = "discarded", "不再下发"


class ProposalState(models.TextChoices):
    """A line is open until a person has taken it, refused it or cut it into several."""

    PROPOSED = "proposed", "待确认"
    ACCEPTED = "accepted", "采纳"
    DROPPED = "dropped", "舍弃"
    SPLIT = "split", "已拆分"


class DispatchState(models.TextChoices):
    """Issued is one moment; bringing it to thousands of units takes longer, and may be held."""

    SENDING = "sending", "正在下发"
    PAUSED = "paused", "暂停"
    SENT = "sent", "已发完"


CAMPAIGN = Table(
    CampaignState,
    [
        Transition("publish", [CampaignState.CONFIRMING], CampaignState.ISSUED, "下发"),
        Transition("discard", [CampaignState.CONFIRMING], CampaignState.DISCARDED, "不再下发"),
        Transition("close", [CampaignState.ISSUED], CampaignState.CLOSED, "结束"),
    ],
)

PROPOSAL = Table(
    ProposalState,
    [
        Transition("accept", [ProposalState.PROPOSED], ProposalState.ACCEPTED, "采纳"),
        Transition("drop", [ProposalState.PROPOSED, ProposalState.ACCEPTED], ProposalState.DROPPED, "舍弃"),
        Transition("split", [ProposalState.PROPOSED, ProposalState.ACCEPTED], ProposalState.SPLIT, "拆分"),
        Transition("reopen", [ProposalState.ACCEPTED, ProposalState.DROPPED], ProposalState.PROPOSED, "改回待确认"),
    ],
)

DISPATCH = Table(
    DispatchState,
    [
        Transition("pause", [DispatchState.SENDING], DispatchState.PAUSED, "暂停"),
        Transition("resume", [DispatchState.PAUSED], DispatchState.SENDING, "继续"),
        Transition("finish", [DispatchState.SENDING], DispatchState.SENT, "发完"),
    ],
)
