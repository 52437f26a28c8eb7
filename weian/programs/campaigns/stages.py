"""自查及集中督查阶段 (S2-3.2): what a stage asks every unit for by its last day, and who has not done it.

What counts is written once, where units check themselves (socket duties.looks); a check after the end counts as late.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from weian.foundation.documents.api import DocumentStatus
from weian.foundation.documents.models import Receipt
from weian.foundation.org.api import Kind
from weian.foundation.org.models import Unit
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.programs.campaigns.models import Stage
from weian.programs.campaigns.pack_schema import stage_kinds
from weian.programs.campaigns.states import CampaignState

# A stage that ended so long ago is history: the board of the year has it.
LONGEST = timedelta(days=365)


@dataclass(frozen=True)
class Lacking:
    """A unit that had to check itself in a stage and has not, until now."""

    stage: Stage
    unit: Unit


def asks_self_check(stage: Stage) -> bool:
    return any(word in stage.name for one in stage_kinds().values() for word in one.words)


def begins(stage: Stage) -> date | None:
    """Its first day; where it is not written, that of the campaign, or the day on which the notice went out."""
    campaign = stage.campaign
    issued = campaign.issued_at.astimezone(clock.SHANGHAI).date() if campaign.issued_at else None
    return stage.from_date or campaign.starts or issued


def ended(until: date) -> list[Stage]:
    """Stages of running campaigns that ask for a self-check and end by `until`, not longer ago than a year."""
    rows = (
        Stage.objects.filter(
            campaign__status=CampaignState.ISSUED, to_date__lte=until, to_date__gte=clock.today() - LONGEST
        )
        .exclude(campaign__document__status=DocumentStatus.ANNULLED)
        .select_related("campaign__document")
    )
    return [one for one in rows if asks_self_check(one)]


def lacking(stages: Sequence[Stage], units: Iterable[Unit]) -> list[Lacking]:
    """Which of these institutions have a stage's notice and no self-check since it began; two queries a stage."""
    by_id = {one.pk: one for one in units if one.kind == Kind.INSTITUTION}
    found = []
    for stage in stages if by_id else ():
        first = begins(stage)
        if first is None:
            continue
        has = Receipt.objects.binding().filter(document=stage.campaign.document_id, unit__in=by_id)
        owing = list(has.values_list("unit", flat=True))
        done = duties.looks(owing, first, clock.today()).own if owing else {}
        found += [Lacking(stage, by_id[uid]) for uid in owing if uid not in done]
    return found
