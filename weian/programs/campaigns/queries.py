"""Reads for the pages of campaigns."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from weian.foundation.documents import api as documents
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Viewer
from weian.programs.campaigns.models import Addressee, Campaign, Proposal
from weian.programs.campaigns.states import CampaignState, ProposalState

_DRAFTS = (CampaignState.CONFIRMING, CampaignState.DISCARDED)


def visible_to(viewer: Viewer) -> QuerySet[Campaign]:
    """What the viewer may open: drafts only at the issuing desk; issued ones where the document may be seen.

    A commission above also sees what a unit below it has issued.
    """
    if not viewer.scope.ranges:
        return Campaign.objects.none()
    issued = ~Q(status__in=_DRAFTS)
    seen = issued & Q(document__in=documents.documents_visible_to(viewer))
    if viewer.is_commission:
        seen |= issued & Q(issuer__pos__gte=viewer.unit.pos, issuer__pos__lt=viewer.unit.end)
    if viewer.may(May.ISSUE_NOTICE):
        seen |= Q(issuer=viewer.unit)
    return Campaign.objects.filter(seen).select_related("issuer", "document")


def listed(viewer: Viewer) -> QuerySet[Campaign]:
    """Campaigns with the counts of the list, newest first."""
    counted = Q(proposals__status=ProposalState.PROPOSED)
    live = ~Q(proposals__status=ProposalState.SPLIT)
    return (
        visible_to(viewer)
        .annotate(waiting=Count("proposals", filter=counted), lines=Count("proposals", filter=live))
        .order_by("-read_at", "-uid")
    )


def lines_of(campaign: Campaign) -> list[Proposal]:
    return list(campaign.proposals.in_order().select_related("clause"))


def addressees_of(campaign: Campaign) -> list[Addressee]:
    return list(campaign.addressees.select_related("unit").order_by("unit__pos"))


def unmatched(campaign: Campaign) -> documents.Matched:
    """What the notice's address line means here: unknown words, and the units that each may mean."""
    return documents.match_addressees(campaign.addressed_to, campaign.issuer)


def campaign_of_document(document: UUID) -> Campaign | None:
    return Campaign.objects.filter(document=document).select_related("issuer").first()


def units_of(addressees: Sequence[Addressee]) -> list[Unit]:
    return [one.unit for one in addressees]
