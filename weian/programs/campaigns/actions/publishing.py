"""The act of issuing, signed by one person in one transaction; `sending` brings the notice to the units."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.documents import api as documents
from weian.foundation.people.api import Refused
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.kernel.actor import Actor
from weian.programs.campaigns import access
from weian.programs.campaigns.actions import rehearsing, sending
from weian.programs.campaigns.models import Campaign, Proposal
from weian.programs.campaigns.pack_schema import OWN
from weian.programs.campaigns.states import CampaignState


@transaction.atomic
def publish(campaign: Campaign, *, by: Actor) -> None:
    """Issue the notice: freeze the list of addressees, put every accepted line down, begin to send.

    A short list is sent at once; a long one goes on in the background (docs/adr/0011). Publishing again what is
    published changes nothing. Raises Refused with what is missing.
    """
    fresh = Campaign.objects.select_for_update().select_related("issuer", "document__unit").get(pk=campaign.pk)
    if fresh.status == CampaignState.ISSUED:
        return
    access.check_can_publish(by, fresh)
    ended = fresh.addressees.filter(unit__ended_on__isnull=False).select_related("unit").first()
    if ended:
        raise Refused(f"{ended.unit.title}已经停用，请在发送对象里去掉后再下发。")
    rehearsing.keep(fresh, by=by)
    units = list(fresh.addressees.order_by("unit").values_list("unit", flat=True))
    documents.announce(fresh.document, by=by, to=len(units))
    documents.send_copies(fresh.document, by=by, but=set(units))
    accepted = list(fresh.proposals.accepted().in_order())
    _begin_terms(accepted)
    put_lines(fresh, accepted, by=by)
    digest = hashlib.sha256("\n".join(map(str, units)).encode()).hexdigest()
    facts = {"units": len(units), "obligations": len(accepted), "list": digest}
    audit.move(campaign, CampaignState.ISSUED, by=by, facts=facts)
    sending.begin(fresh, total=len(units), digest=digest, by=by)


@transaction.atomic
def discard(campaign: Campaign, *, why: str, by: Actor) -> None:
    """Give up a notice that was read in; the draft and its reason stay in the list."""
    access.check_can_confirm(by, campaign)
    if not why.strip():
        raise Refused("不再下发要写理由。")
    audit.move(campaign, CampaignState.DISCARDED, by=by, why=why.strip())


@transaction.atomic
def close(campaign: Campaign, *, by: Actor, keep: Mapping[UUID, str] | None = None) -> None:
    """End a campaign whose stages all have their dates; lines in `keep` (uid → how often) stand from tomorrow on."""
    access.check_can_close(by, campaign)
    standing = duties.end_campaign(campaign.document, keep or {}, by=by)
    audit.move(campaign, CampaignState.CLOSED, by=by, facts={"standing": [str(one.pk) for one in standing]})


def _begin_terms(accepted: Sequence[Proposal]) -> None:
    """Terms that run from the notice itself have their last day once it goes out."""
    for one in accepted:
        if one.due is None and not one.every and (day := duties.counted_from(one.due_event, clock.today())):
            one.due = day
            one.save(update_fields=["due"])


def put_lines(campaign: Campaign, accepted: Sequence[Proposal], *, by: Actor) -> None:
    """What the addressees shall do, and what the issuer said that it does itself (本级)."""
    own = [one for one in accepted if one.to_kinds == [OWN]]
    sent = [specification(one, campaign) for one in accepted if one.to_kinds != [OWN]]
    duties.put_obligations(campaign.document, sent, by=by)
    lines = [duties.OwnLine(specification(one, campaign)) for one in own]
    duties.own_obligations(campaign.document, lines, by=by)


def specification(proposal: Proposal, campaign: Campaign) -> duties.Spec:
    """An accepted line in the shape in which duties takes obligations."""
    people: dict[str, list[str]] = {"lead": [], "support": []}
    for actor in proposal.actors:
        people["support" if actor["role"] == "support" else "lead"].append(actor["name"])
    values: dict[str, Any] = {
        name: getattr(proposal, name)
        for name in (
            "kind", "title", "text", "due", "due_event", "every", "by_day", "times", "target", "domain", "to_kinds",
            "to_types", "to_grades", "size", "evidence", "acceptor", "composite", "minutes",
        )
    }  # fmt: skip
    return duties.Spec(
        uid=proposal.pk, clause=proposal.clause, campaign=campaign.pk, part=proposal.composite_part or 0,
        order=proposal.order * 100 + proposal.part, lead=people["lead"], support=people["support"], **values,
    )  # fmt: skip
