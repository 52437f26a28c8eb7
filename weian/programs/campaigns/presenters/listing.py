"""The list of campaigns: views, keyset pages of 50, exact totals up to 10,000."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from weian.foundation.documents import api as documents
from weian.foundation.people.api import May, Viewer
from weian.kernel import keyset
from weian.programs.campaigns import queries
from weian.programs.campaigns.models import Campaign
from weian.programs.campaigns.states import CampaignState

PAGE, CEILING = 50, 10_000
_RING = {
    CampaignState.CONFIRMING: 0.25, CampaignState.ISSUED: 0.5, CampaignState.CLOSED: 1.0, CampaignState.DISCARDED: 0.0,
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    campaign: Campaign
    ring: float
    meta: str
    receipt: Any
    ends: str


@dataclass(frozen=True)
class Page:
    views: list[dict[str, Any]]
    rows: list[Row]
    foot: dict[str, Any]


def page(viewer: Viewer, view: str, after: str) -> Page:
    """One page; an unknown view or key is the first page of all."""
    views = _views(viewer)
    view = view if view in views else ""
    found = _narrowed(queries.listed(viewer), view, viewer)
    total = found.order_by()[: CEILING + 1].count()
    campaigns = list(keyset.older(found, after, by="read_at")[: PAGE + 1])
    more, shown = len(campaigns) > PAGE, campaigns[:PAGE]
    receipts = documents.states_for([one.document for one in shown], viewer.unit)
    return Page(
        [
            {"url": f"?view={key}" if key else "?", "label": label, "count": None, "is_here": key == view}
            for key, label in views.items()
        ],
        [_row(one, receipts.get(one.document_id)) for one in shown],
        {
            "next_url": _next(shown[-1], view) if more else "", "total": min(total, CEILING),
            "total_is_floor": total > CEILING, "shown": len(shown),
        },
    )  # fmt: skip


def _views(viewer: Viewer) -> dict[str, str]:
    words = {"": "全部", "received": "收到的"}
    if viewer.may(May.ISSUE_NOTICE):
        words |= {"drafts": "没下发的", "issued": "本级下发的", "discarded": "不再下发的"}
    return words | {"closed": "已结束"}


def _narrowed(found: QuerySet[Campaign], view: str, viewer: Viewer) -> QuerySet[Campaign]:
    match view:
        case "drafts":
            return found.filter(status=CampaignState.CONFIRMING)
        case "issued":
            return found.filter(status=CampaignState.ISSUED, issuer=viewer.unit)
        case "received":
            return found.filter(status=CampaignState.ISSUED).exclude(issuer=viewer.unit)
        case "closed":
            return found.filter(status=CampaignState.CLOSED)
        case "discarded":
            return found.filter(status=CampaignState.DISCARDED)
    return found.exclude(status=CampaignState.DISCARDED)


def _next(last: Campaign, view: str) -> str:
    return "?" + urlencode({"view": view, "after": keyset.key_of(last.read_at, last.pk)})


def _row(campaign: Campaign, receipt: Any) -> Row:
    lines, waiting = campaign.lines, campaign.waiting  # type: ignore[attr-defined]
    meta = f"{lines} 条，待确认 {waiting} 条" if campaign.is_draft else f"{lines} 条"
    return Row(campaign, _RING[CampaignState(campaign.status)], meta, receipt, _ends(campaign))


def _ends(campaign: Campaign) -> str:
    if campaign.ends:
        return campaign.ends.isoformat()
    return f"{campaign.ends_event}（待定）" if campaign.ends_event else ""
