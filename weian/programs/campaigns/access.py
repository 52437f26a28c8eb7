"""Who reads notices in, confirms their lines and sends them down; each refusal is a sentence with the way out."""

from __future__ import annotations

from weian.foundation.people.api import May, Refused, Viewer
from weian.kernel.actor import Actor
from weian.programs.campaigns.models import Campaign, Dispatch, NodeCheck, Proposal
from weian.programs.campaigns.states import CampaignState, DispatchState, ProposalState


def check_can_read_in(by: Actor) -> None:
    """Commissions issue notices; a hospital hands work on by tasks."""
    if isinstance(by, Viewer):
        by.check(May.ISSUE_NOTICE)
        if not by.is_commission:
            raise Refused("通知由卫生健康行政部门下发；本单位内部的工作请直接派任务。")


def check_can_confirm(by: Actor, campaign: Campaign) -> None:
    """Only the issuing unit's own desk, and only before the notice has gone out."""
    _check_issuer(by, campaign, "这份通知由{issuer}拟办，由{issuer}确认和下发。")
    if campaign.status != CampaignState.CONFIRMING:
        raise Refused(f"这份通知现在是“{campaign.get_status_display()}”，条目和发送对象不能再改。")


def check_can_publish(by: Actor, campaign: Campaign) -> None:
    """Every line decided, somebody addressed. The sentence says what is missing."""
    check_can_confirm(by, campaign)
    waiting = campaign.proposals.waiting().count()
    if waiting:
        raise Refused(f"还有 {waiting} 条待确认，逐条采纳或舍弃后才能下发。")
    if not campaign.addressees.exists():
        raise Refused("还没有选发送对象，选好后才能下发。")


def check_can_anchor(by: Actor, campaign: Campaign) -> None:
    """The issuer alone knows when the event was that ends a stage (S2-3.0)."""
    _check_issuer(by, campaign, "阶段的日期由{issuer}填写。")
    _check_not_over(campaign, "阶段的日期不能再改")


def check_can_close(by: Actor, campaign: Campaign) -> None:
    _check_issuer(by, campaign, "这项工作由{issuer}结束。")
    if Dispatch.objects.filter(campaign=campaign).exclude(status=DispatchState.SENT).exists():
        raise Refused("还没有发到所有单位，发完以后才能结束。")
    open_ended = [stage.name for stage in campaign.stages.all() if stage.is_open_ended]
    if open_ended:
        raise Refused(f"“{open_ended[0]}”的结束日期还是待定，填上日期后才能结束。")


def check_can_steer(by: Actor, dispatch: Dispatch) -> None:
    """Hold the sending or go on: the issuer's own desk."""
    _check_issuer(by, dispatch.campaign, "这份通知由{issuer}下发，由{issuer}暂停或继续。")
    if dispatch.is_over:
        raise Refused("已经发完，不用再暂停或继续。")


def check_can_list(by: Actor, campaign: Campaign) -> None:
    """Lists and contact are the issuer's own; they may change while the campaign runs."""
    _check_issuer(by, campaign, "清单和联系人由{issuer}维护。")
    _check_not_over(campaign, "不能再改")


def check_can_set_days(by: Viewer) -> None:
    """The desk of a commission, for itself and all below (S0-3.1d)."""
    by.check(May.ISSUE_NOTICE)
    if not by.is_commission:
        raise Refused("重要时间节点的日期由卫生健康行政部门填写。")


def check_can_note(by: Viewer, check: NodeCheck) -> None:
    """The leader whose check it is, in that post; on behalf of nobody."""
    if check.done_at is not None:
        raise Refused("这次节前检查已经记过了。")
    if by.post.pk != check.post_id:
        raise Refused(f"这次检查由{check.unit.title}{check.post.title}带队，由本人记录。")


def _check_issuer(by: Actor, campaign: Campaign, sentence: str) -> None:
    """The issuing unit's own desk; anybody else reads in `sentence` whose turn it is."""
    if isinstance(by, Viewer):
        by.check(May.ISSUE_NOTICE)
        if by.unit.pk != campaign.issuer_id:
            raise Refused(sentence.format(issuer=campaign.issuer.title))


def _check_not_over(campaign: Campaign, what: str) -> None:
    if campaign.status in (CampaignState.CLOSED, CampaignState.DISCARDED):
        raise Refused(f"这项工作已经是“{campaign.get_status_display()}”，{what}。")


def check_is_open(proposal: Proposal) -> None:
    """A split or dropped line is not edited; its pieces are, or it is taken up again first."""
    if proposal.status == ProposalState.SPLIT:
        raise Refused("这一条已经拆分，请改拆出来的各条。")
    if proposal.status == ProposalState.DROPPED:
        raise Refused("这一条已经舍弃，请先点“改回待确认”。")
