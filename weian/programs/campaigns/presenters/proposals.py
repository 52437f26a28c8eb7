"""The lines in the middle of the working page: one open, the others one row each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from weian.foundation.org import api as org
from weian.ground.duties import api as duties
from weian.programs.campaigns import pack_schema
from weian.programs.campaigns.models import Proposal
from weian.programs.campaigns.presenters import words
from weian.programs.campaigns.proposing import pieces_of
from weian.programs.campaigns.states import ProposalState


@dataclass(frozen=True)
class Names:
    """Titles of codes, loaded once per page."""

    kinds: Mapping[str, str]
    domains: Mapping[str, str]
    evidence: Mapping[str, str]
    composites: Mapping[str, str]
    types: Mapping[str, str]
    grades: Sequence[str]

    @classmethod
    def in_force(cls) -> Names:
        return cls(
            {code: one.title for code, one in pack_schema.ask_kinds().items()},
            {code: one.title for code, one in pack_schema.domains().items()},
            {code: one.title for code, one in duties.evidence_kinds().items()},
            {code: one.name for code, one in duties.composites().items()},
            {code: one.name for code, one in org.unit_types().items()},
            list(dict.fromkeys(grade for one in pack_schema.scopes().values() for grade in one.to_grades)),
        )


@dataclass(frozen=True)
class Row:
    """One line as shown. `doubts` are told only while it waits."""

    proposal: Proposal
    kind: str
    domain: str
    meta: str
    source: str
    evidence: list[str]
    acceptor: str
    composite: str
    pieces: list[str]
    when_note: str
    applies: str

    @property
    def is_decided(self) -> bool:
        return not self.proposal.waits


def rows(proposals: Sequence[Proposal], names: Names) -> list[Row]:
    return [row(proposal, names) for proposal in proposals if proposal.status != ProposalState.SPLIT]


def row(proposal: Proposal, names: Names) -> Row:
    clause = proposal.clause
    lines = (
        f"原文第 {clause.first_line} 行"
        if clause.first_line == clause.last_line
        else (f"原文第 {clause.first_line}–{clause.last_line} 行")
    )
    meta = [
        words.receivers(proposal, names.types), words.term(proposal), words.target(proposal.target),
        words.actors(proposal.actors),
    ]  # fmt: skip
    return Row(
        proposal=proposal, kind=names.kinds.get(proposal.kind, proposal.kind),
        domain=names.domains.get(proposal.domain, proposal.domain), meta=" · ".join(filter(None, meta)),
        source=f"依据 {clause.label}，{lines}", evidence=[names.evidence.get(code, code) for code in proposal.evidence],
        acceptor=words.ACCEPTORS.get(proposal.acceptor, proposal.acceptor),
        composite=names.composites.get(proposal.composite, ""), pieces=pieces_of(proposal.text),
        when_note=_when_note(proposal), applies=words.applies(proposal, names.types),
    )  # fmt: skip


def _when_note(proposal: Proposal) -> str:
    """What the two controls of a term cannot say."""
    if proposal.due_event and not proposal.due:
        return words.waiting(proposal.due_event)
    if proposal.every:
        return words.cadence(proposal.every, proposal.by_day, proposal.times)
    return "" if proposal.due else "原文没写期限"


@dataclass(frozen=True)
class Counts:
    """拟下发 n 条：已采纳 a，舍弃 d，待确认 w，其中 c 条没有疑点."""

    total: int
    accepted: int
    dropped: int
    waiting: int
    certain: int

    @property
    def doubtful(self) -> int:
        return self.waiting - self.certain


def counts(proposals: Sequence[Proposal]) -> Counts:
    live = [one for one in proposals if one.status != ProposalState.SPLIT]
    waiting = [one for one in live if one.waits]
    return Counts(
        total=len(live), accepted=sum(one.status == ProposalState.ACCEPTED for one in live),
        dropped=sum(one.status == ProposalState.DROPPED for one in live), waiting=len(waiting),
        certain=sum(one.sure for one in waiting),
    )  # fmt: skip


def chosen(proposals: Sequence[Proposal], wanted: str) -> Proposal | None:
    """The line to show open: the one asked for, else the first that waits with a doubt, else the first that waits."""
    live = [one for one in proposals if one.status != ProposalState.SPLIT]
    if wanted == "none":
        return None
    try:
        uid = UUID(wanted)
    except ValueError:
        uid = None
    asked = next((one for one in live if one.pk == uid), None)
    waiting = [one for one in live if one.waits]
    return asked or next((one for one in waiting if not one.sure), None) or next(iter(waiting), None)


def next_after(proposals: Sequence[Proposal], done: Proposal) -> Proposal | None:
    """The next line that waits, beginning again at the top after the last."""
    waiting = [one for one in proposals if one.waits and one.pk != done.pk]
    later = [one for one in waiting if (one.order, one.part) > (done.order, done.part)]
    return next(iter(later), None) or next(iter(waiting), None)
