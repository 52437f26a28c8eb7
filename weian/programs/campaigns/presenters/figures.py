"""The figures beside the lines: what sending this down would mean, counted from what is chosen now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from weian.foundation.org.models import Unit
from weian.programs.campaigns.models import Addressee, Campaign
from weian.programs.campaigns.rehearsing.forecast import burden, first_lacking
from weian.ui.words import hours, tenths


@dataclass(frozen=True)
class Figures:
    """Over the lines that are accepted or still wait; `without_post` names the first of the `lacking` units."""

    units: int
    tasks: int
    posts: int
    minutes: int
    lines: int
    own_lines: int
    lacking: int = 0
    unsorted: int = 0
    without_post: list[Unit] = field(default_factory=list)

    @property
    def hours(self) -> str:
        """Minutes of one unit as hours with one decimal."""
        return hours(tenths(self.minutes))


def figures(campaign: Campaign) -> Figures:
    """Units, tasks (units × lines that apply to them), posts that get them, minutes of one unit on average."""
    found = burden(campaign)
    return Figures(
        units=found.units, tasks=found.tasks, posts=found.posts, lines=found.lines, own_lines=found.own_lines,
        minutes=round(found.minutes / found.units) if found.units else 0, lacking=found.lacking,
        unsorted=found.unsorted,
        without_post=first_lacking(campaign) if found.lacking else [],
    )  # fmt: skip


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
