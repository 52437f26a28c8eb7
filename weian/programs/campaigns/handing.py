"""What a commission has running goes on under its successor (socket org.work)."""

from __future__ import annotations

from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.kernel.actor import Actor
from weian.kernel.scope import Range
from weian.programs.campaigns.models import Campaign, Dispatch
from weian.programs.campaigns.states import CampaignState, DispatchState

RUNNING = (CampaignState.CONFIRMING, CampaignState.ISSUED)


def _open(unit: Unit) -> int:
    return Campaign.objects.filter(issuer__pos__gte=unit.pos, issuer__pos__lt=unit.end, status__in=RUNNING).count()


def _hand_over(old: Unit, new: Unit, within: Range, by: Actor) -> int:
    """The notice keeps the name of who issued it; who leads what it set going is the successor."""
    if not old.is_within([within]):
        return 0  # only parts of the unit go; what the unit as a whole leads stays with it
    rows = list(Campaign.objects.filter(issuer=old, status__in=RUNNING).order_by("read_at", "uid"))
    underway = Dispatch.objects.filter(campaign__in=rows).exclude(status=DispatchState.SENT)
    for one in underway.select_related("campaign")[:1]:
        raise Refused(f"“{one.campaign.title}”还在下发。请等它发完，再调整{old.title}。")
    for campaign in rows:
        with audit.changed(campaign, "campaign.taken_over", by=by, facts={"from": str(old.uid), "from_name": old.name}):
            campaign.issuer = new
    return len(rows)


WORK = org.Work("campaign", "未结束的专项行动", "项", 4, _open, _hand_over)
