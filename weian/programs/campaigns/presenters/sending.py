"""How far an issued notice has come: n of m, how fast, how long still, and which units could not be reached."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil

from django.db.models import Count, Q

from weian.kernel import clock
from weian.programs.campaigns.actions.sending import STILL
from weian.programs.campaigns.models import Addressee, Campaign, Dispatch

MOST_NAMED = 50


@dataclass(frozen=True)
class Sending:
    """`pace` is units a second since the last start, 0 while nothing tells."""

    dispatch: Dispatch
    total: int
    reached: int
    failed: int
    pace: float
    troubles: list[Addressee] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        return self.total - self.reached - self.failed

    @property
    def is_under_way(self) -> bool:
        return not self.dispatch.is_over and not self.dispatch.is_paused

    @property
    def is_still(self) -> bool:
        return self.is_under_way and clock.now() - self.dispatch.moved_at > STILL

    @property
    def per_second(self) -> float:
        return round(self.pace, 1)

    @property
    def remaining(self) -> str:
        """What is still needed at this pace."""
        if not (self.pace and self.is_under_way):
            return ""
        seconds = ceil(self.waiting / self.pace)
        return f"约还要 {seconds} 秒" if seconds < 90 else f"约还要 {ceil(seconds / 60)} 分钟"


def sending(campaign: Campaign) -> Sending | None:
    """None for a draft, and for what went out in one piece before there were dispatches."""
    dispatch = Dispatch.objects.filter(campaign=campaign).select_related("campaign__issuer").first()
    if dispatch is None:
        return None
    counts = campaign.addressees.aggregate(
        reached=Count("pk", filter=Q(reached_at__isnull=False)),
        lately=Count("pk", filter=Q(reached_at__gte=dispatch.sending_at)),
        failed=Count("pk", filter=~Q(trouble="")),
    )
    took = (dispatch.moved_at - dispatch.sending_at).total_seconds()
    return Sending(
        dispatch, dispatch.total, counts["reached"], counts["failed"], counts["lately"] / took if took > 0 else 0.0,
        list(campaign.addressees.exclude(trouble="").select_related("unit").order_by("unit__pos")[:MOST_NAMED])
        if counts["failed"] else [],
    )  # fmt: skip
