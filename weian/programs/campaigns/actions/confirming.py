"""Accepting, correcting, splitting, dropping and taking up again: each line of a notice is decided by a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused
from weian.kernel import clock
from weian.kernel.actor import Actor
from weian.programs.campaigns import access
from weian.programs.campaigns.models import Campaign, Proposal
from weian.programs.campaigns.proposing.pieces import title_of
from weian.programs.campaigns.states import ProposalState

# What a person may correct; everything else follows from the text.
CORRECTABLE = (
    "kind", "title", "text", "due", "due_event", "every", "by_day", "times", "actors", "evidence", "acceptor", "domain",
    "to_kinds", "to_types", "to_grades", "size",
)  # fmt: skip
BULK = ("due", "evidence", "acceptor", "domain", "to_kinds")


@transaction.atomic
def accept(proposal: Proposal, *, by: Actor, changes: Mapping[str, Any] | None = None) -> None:
    """Take a line, with corrections if any. Raises Refused or IllegalMove."""
    if changes:
        correct(proposal, changes, by=by)
    access.check_can_confirm(by, proposal.campaign)
    access.check_is_open(proposal)
    if proposal.status == ProposalState.ACCEPTED:
        return
    _decide(proposal, ProposalState.ACCEPTED, by=by)


@transaction.atomic
def accept_certain(campaign: Campaign, *, by: Actor) -> int:
    """Take all lines without a doubt in one act and one event; returns how many."""
    access.check_can_confirm(by, campaign)
    return _accept_all(campaign, campaign.proposals.certain(), "campaign.certain_accepted", by)


@transaction.atomic
def accept_chosen(campaign: Campaign, uids: Iterable[UUID], *, by: Actor) -> int:
    """Take the chosen open lines in one act and one event; returns how many."""
    access.check_can_confirm(by, campaign)
    return _accept_all(campaign, campaign.proposals.waiting().filter(pk__in=list(uids)), "campaign.chosen_accepted", by)


@transaction.atomic
def correct(proposal: Proposal, changes: Mapping[str, Any], *, by: Actor) -> list[str]:
    """Change fields of a line; returns the names of those that really changed. An accepted line stays accepted."""
    access.check_can_confirm(by, proposal.campaign)
    access.check_is_open(proposal)
    _check_correctable(changes, CORRECTABLE)
    changed = [name for name, value in changes.items() if getattr(proposal, name) != value]
    if changed:
        with audit.changed(proposal, "proposal.corrected", by=by) as was:
            for name in changed:
                setattr(proposal, name, changes[name])
            proposal.changed_by = by.actor_uid
            proposal.audit_facts = {  # type: ignore[attr-defined]
                name: {"from": _plain(getattr(was, name)), "to": _plain(changes[name])} for name in changed
            }
    return changed


@transaction.atomic
def bulk_correct(campaign: Campaign, uids: Iterable[UUID], changes: Mapping[str, Any], *, by: Actor) -> int:
    """Give the same values to several lines; returns how many were changed."""
    access.check_can_confirm(by, campaign)
    _check_correctable(changes, BULK)
    if not changes:
        raise Refused("没有选要改成什么。请至少填一项，再改所选的条目。")
    chosen = campaign.proposals.filter(
        pk__in=list(uids), status__in=[ProposalState.PROPOSED, ProposalState.ACCEPTED]
    ).select_related("campaign__issuer")
    return sum(bool(correct(proposal, changes, by=by)) for proposal in chosen)


@transaction.atomic
def split(proposal: Proposal, pieces: Sequence[str], *, by: Actor) -> list[Proposal]:
    """Cut a line into two or more, each a line of its own with the same clause, term and people; they wait again."""
    access.check_can_confirm(by, proposal.campaign)
    access.check_is_open(proposal)
    words = [piece.strip() for piece in pieces if piece.strip()]
    if len(words) < 2:
        raise Refused("拆分至少要有两条，每条一行。")
    campaign, last = proposal.campaign, _last_part(proposal)
    _decide(proposal, ProposalState.SPLIT, by=by, verb="proposal.split", facts={"pieces": len(words)})
    rows = [_piece(proposal, text, last + number) for number, text in enumerate(words, 1)]
    for row in rows:
        row.campaign = campaign
        audit.created(row, "proposal.split_off", by=by, facts={"from": str(proposal.pk), "number": row.number})
    return rows


@transaction.atomic
def drop(proposal: Proposal, *, reason: str, by: Actor) -> None:
    """Refuse a line, for a reason that stays readable beside it."""
    access.check_can_confirm(by, proposal.campaign)
    reason = reason.strip()
    if not reason:
        raise Refused("舍弃要写理由，下发后别人看得到为什么没有这一条。")
    values = {"drop_reason": reason[:200], "accepted_at": None}
    _decide(proposal, ProposalState.DROPPED, by=by, why=reason, values=values)


@transaction.atomic
def reopen(proposal: Proposal, *, by: Actor) -> None:
    """Take up a decided line again."""
    access.check_can_confirm(by, proposal.campaign)
    values = {"drop_reason": "", "accepted_at": None, "accepted_by": None, "dropped_at": None, "dropped_by": None}
    _decide(proposal, ProposalState.PROPOSED, by=by, verb="proposal.reopened", values=values)


def _decide(
    proposal: Proposal, to: ProposalState, *, by: Actor, facts: Mapping[str, Any] | None = None, **more: Any
) -> None:
    """Move a line; the trail says which it is."""
    audit.move(proposal, to, by=by, facts={"title": proposal.title, **(facts or {})}, **more)


def _accept_all(campaign: Campaign, lines: Any, verb: str, by: Actor) -> int:
    taken = list(lines.select_for_update().values_list("pk", "order", "part"))
    if taken:
        moment = clock.now()
        campaign.proposals.filter(pk__in=[pk for pk, _, _ in taken]).update(
            status=ProposalState.ACCEPTED, accepted_at=moment, accepted_by=by.actor_uid
        )
        numbers = [f"{order}-{part}" if part else str(order) for _, order, part in sorted(taken, key=lambda t: t[1:])]
        audit.record(
            verb, kind=campaign.audit_kind, record=campaign.pk, chain=campaign.audit_chain(), by=by,
            facts={"count": len(taken), "numbers": numbers, "proposals": sorted(str(pk) for pk, _, _ in taken)},
        )  # fmt: skip
    return len(taken)


def _check_correctable(changes: Mapping[str, Any], allowed: Sequence[str]) -> None:
    for name in changes:
        if name not in allowed:
            raise ValueError(f"{name} is not corrected by hand")


def _last_part(proposal: Proposal) -> int:
    parts = proposal.campaign.proposals.filter(order=proposal.order).values_list("part", flat=True)
    return max(parts, default=0)


def _piece(whole: Proposal, text: str, part: int) -> Proposal:
    same = {
        name: getattr(whole, name)
        for name in (
            "campaign_id", "order", "clause_id", "kind", "due", "due_event", "every", "by_day", "times", "who",
            "actors", "evidence", "acceptor", "domain", "to_kinds", "to_types", "to_grades", "size", "minutes",
        )
    }  # fmt: skip
    return Proposal(
        part=part, text=text, title=title_of(text), spans=whole.spans, sure=True, doubts=[], split_of=whole,
        target=whole.target if part == 1 else None, **same,
    )  # fmt: skip


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
