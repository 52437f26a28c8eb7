"""What goes down with a notice that a level hands on: the rows added beside it, and what they cost."""

from __future__ import annotations

from dataclasses import dataclass

from weian.foundation.documents import api as documents
from weian.foundation.people.api import Viewer
from weian.kernel import clock
from weian.programs.campaigns import queries
from weian.programs.campaigns.models import Campaign
from weian.programs.campaigns.presenters import difference
from weian.programs.campaigns.rehearsing.asks import ask_of


@dataclass(frozen=True)
class Handed:
    """One row in force: `times` until it lapses at most, `minutes` of one post for all of them."""

    row: difference.Added
    by: str
    is_mine: bool
    times: int
    minutes: int


@dataclass(frozen=True)
class HandedOn:
    """`lines` and `minutes` are those of the document itself, each done once; `once` those of all rows added to it."""

    campaign: Campaign
    lines: int
    minutes: int
    rows: list[Handed]

    @property
    def mine(self) -> int:
        return sum(one.is_mine for one in self.rows)

    @property
    def once(self) -> int:
        return sum(one.row.obligation.minutes or 0 for one in self.rows)

    @property
    def share(self) -> int:
        return round(100 * self.once / self.minutes) if self.minutes else 0


def beside(document: documents.Document, viewer: Viewer) -> documents.Beside | None:
    """For the page from which the viewer's unit forwards: its own rows, and those of the levels above it."""
    campaign = queries.campaign_of_document(document.pk)
    if campaign is None or not campaign.was_issued:
        return None
    campaign.document = document
    told = difference.of_campaign(campaign, viewer)
    rows = [
        _handed(row, level.unit.title, level.unit.pk == viewer.unit.pk)
        for level in told.levels
        if level.unit.pos <= viewer.unit.pos
        for row in level.rows
        if row.is_in_force
    ]
    return documents.Beside("campaigns/parts/handed_on.html", HandedOn(campaign, told.lines, told.minutes, rows))


def _handed(row: difference.Added, by: str, is_mine: bool) -> Handed:
    one, each = row.obligation, row.obligation.minutes or 0
    times = ask_of(one, each, clock.today(), one.until).times
    return Handed(row, by, is_mine, times, times * each)
