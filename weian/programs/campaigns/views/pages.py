"""What the three working pages of one notice share: its lines, figures, addressees and steps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from weian.foundation.documents import api as documents
from weian.foundation.people.api import Viewer, asks
from weian.programs.campaigns import access, queries
from weian.programs.campaigns.models import Campaign, Proposal
from weian.programs.campaigns.presenters import figures, proposals
from weian.programs.campaigns.presenters.steps import steps


def viewer_of(request: HttpRequest) -> Viewer:
    return request.viewer  # type: ignore[attr-defined, no-any-return]


def campaign_or_404(request: HttpRequest, uid: UUID) -> Campaign:
    return get_object_or_404(queries.visible_to(viewer_of(request)), pk=uid)


def sees_nodes(viewer: Viewer) -> bool:
    """Whether nodes of the year hold for somebody in the viewer's reach."""
    return bool(viewer.scope.ranges)


def is_at_desk(viewer: Viewer, campaign: Campaign) -> bool:
    """Whether the viewer sits at the desk that issues it: its draft, rehearsal and dispatch are that desk's alone."""
    return campaign.issuer_id == viewer.unit.pk and asks(access.check_can_read_in, viewer)[0]


def draft_or_404(request: HttpRequest, uid: UUID) -> Campaign:
    """The draft at the viewer's own desk; anybody else is told that there is no such page."""
    campaign = campaign_or_404(request, uid)
    if not is_at_desk(viewer_of(request), campaign):
        raise Http404
    return campaign


def shared(request: HttpRequest, campaign: Campaign, here: str, lines: list[Proposal]) -> dict[str, Any]:
    """Context of the head and of the right column."""
    addressees = queries.addressees_of(campaign)
    groups = documents.groups_for(campaign.issuer)
    counts = proposals.counts(lines)
    may_publish, refusal = asks(access.check_can_publish, viewer_of(request), campaign)
    decided = (counts.total - counts.waiting) / counts.total if counts.total else 1.0
    urls = {
        "confirm": reverse("proposals", args=[campaign.pk]), "address": reverse("addressees", args=[campaign.pk]),
        "issue": reverse("issuing", args=[campaign.pk]),
    }  # fmt: skip
    return {
        "campaign": campaign, "document": campaign.document, "counts": counts, "addressees": addressees,
        "addressed": figures.addressed(addressees, {group.code: group.title for group in groups}), "groups": groups,
        "unknown": queries.unmatched(campaign).unknown if campaign.is_draft else [],
        "figures": figures.figures(campaign), "may_publish": may_publish, "refusal": refusal,
        "steps": steps(
            here, confirmed=decided, addressed=bool(addressees), issued=campaign.was_issued, urls=urls
        ),
    }  # fmt: skip
