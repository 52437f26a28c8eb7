"""The figures beside the lines: what sending this down would mean, counted from what is chosen now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from weian.foundation.org.models import Unit
from weian.ground.duties import api as duties
from weian.programs.campaigns.models import Addressee, Proposal
from weian.programs.campaigns.pack_schema import OWN
from weian.programs.campaigns.states import ProposalState


@dataclass(frozen=True)
class Figures:
    """Over the lines that are accepted or still wait; `without_post` lists units where some domain has no post."""

    units: int
    tasks: int
    posts: int
    minutes: int
    lines: int
    own_lines: int
    without_post: list[Unit] = field(default_factory=list)

    @property
    def hours(self) -> str:
        """Minutes of one unit as hours with one decimal."""
        return f"{self.minutes / 60:.1f}"


def figures(addressees: Sequence[Addressee], proposals: Sequence[Proposal]) -> Figures:
    """Units, tasks (units × lines that apply to them), posts that get them, minutes of one unit on average."""
    lines = [one for one in proposals if one.status in (ProposalState.ACCEPTED, ProposalState.PROPOSED)]
    sent = [one for one in lines if one.to_kinds != [OWN]]
    units = [one.unit for one in addressees]
    owed = {unit.pk: [line for line in sent if applies(line, unit)] for unit in units}
    wanted = {(unit, line.domain) for unit in units for line in owed[unit.pk]}
    routes = duties.routes(units, {domain for _, domain in wanted})
    posts: set[UUID] = set()
    lacking: dict[UUID, Unit] = {}
    for unit, domain in wanted:
        post = routes.get((unit.pk, domain))
        if post is None:
            lacking[unit.pk] = unit
        else:
            posts.add(post.pk)
    tasks = sum(len(found) for found in owed.values())
    minutes = sum(line.minutes for found in owed.values() for line in found)
    return Figures(
        units=len(units), tasks=tasks, posts=len(posts), minutes=round(minutes / len(units)) if units else 0,
        lines=len(lines), own_lines=len(lines) - len(sent),
        without_post=sorted(lacking.values(), key=lambda unit: unit.pos),
    )  # fmt: skip


def applies(proposal: Proposal, unit: Unit) -> bool:
    return not proposal.to_kinds or unit.kind in proposal.to_kinds


@dataclass(frozen=True)
class AddressedGroup:
    title: str
    count: int


@dataclass(frozen=True)
class Addressed:
    """Groups with their counts, and the units that were named singly."""

    groups: list[AddressedGroup]
    named: list[Unit]
    total: int


def addressed(addressees: Sequence[Addressee], titles: dict[str, str]) -> Addressed:
    counts = Counter(one.group for one in addressees if one.via == Addressee.Via.GROUP)
    return Addressed(
        [AddressedGroup(titles.get(code, code), count) for code, count in counts.items()],
        [one.unit for one in addressees if one.via == Addressee.Via.NAME],
        len(addressees),
    )
