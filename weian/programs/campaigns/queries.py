"""Reads for the pages of campaigns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from weian.foundation.documents import api as documents
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Viewer, institution_of
from weian.foundation.people.models import Appointment, Post
from weian.kernel import clock
from weian.programs.campaigns.models import Addressee, Campaign, KeyDay, NodeCheck, Proposal
from weian.programs.campaigns.pack_schema import CampaignForm, KeyNode, key_nodes
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
    live = Q(proposals__status__in=[ProposalState.PROPOSED, ProposalState.ACCEPTED])
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


def key_days_for(unit: Unit, years: Sequence[int]) -> dict[tuple[str, int], KeyDay]:
    """(node, year) → the days that hold for a unit: the nearest commission's that knows them, itself included."""
    above = [unit.pk, *(one.pk for one in Unit.objects.above(unit))]
    rows = KeyDay.objects.filter(unit__in=above, year__in=years).exclude(first=None).select_related("unit")
    found: dict[tuple[str, int], KeyDay] = {}
    for one in sorted(rows, key=lambda row: row.unit.pos):
        found[one.code, one.year] = one
    return found


def end_by_node(form: CampaignForm | None, issuer: Unit, starts: date | None) -> date | None:
    """Where a form ends with a node of the year whose days are known: its last day on or after `starts`."""
    codes = [one.code for one in key_nodes().values() if form is not None and one.form == form.code]
    if not codes or starts is None:
        return None
    days = key_days_for(issuer, [starts.year, starts.year + 1])
    return min(
        (one.last for one in days.values() if one.code in codes and one.last and one.last >= starts), default=None
    )


def nearer_days(day: KeyDay) -> list[KeyDay]:
    """Where commissions below know the same node better: for the units under them theirs hold."""
    rows = KeyDay.objects.filter(code=day.code, year=day.year, unit__pos__gt=day.unit.pos, unit__pos__lt=day.unit.end)
    return list(rows.exclude(first=None).select_related("unit"))


def leaders_for(day: KeyDay, node: KeyNode) -> list[tuple[Post, Unit]]:
    """Leading posts that somebody holds, for whom these days hold and who have no check yet, each with its body."""
    held = Appointment.objects.on(clock.today()).values("post")
    posts = Post.objects.filter(
        ended_on=None, post_class__in=node.leaders, pk__in=held, unit__pos__gte=day.unit.pos,
        unit__pos__lt=day.unit.end, unit__ended_on=None,
    ).exclude(pk__in=NodeCheck.objects.filter(day=day).values("post"))  # fmt: skip
    for one in nearer_days(day):
        posts = posts.exclude(unit__pos__gte=one.unit.pos, unit__pos__lt=one.unit.end)
    shown = posts.select_related("unit__parent__parent").order_by("unit__pos", "title")
    return [(post, institution_of(post.unit)) for post in shown]
