"""要求 as one body sees them: for an institution what binds it and nothing else, each with who asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from weian.foundation.documents import api as documents
from weian.foundation.people.api import Viewer
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.programs.campaigns.models import Campaign, Proposal
from weian.programs.campaigns.presenters import words
from weian.programs.campaigns.presenters.proposals import Names, Row, rows


@dataclass(frozen=True)
class AddedRow:
    """One line that a level below the issuer put beside the document."""

    obligation: duties.Obligation
    meta: str
    url: str


@dataclass(frozen=True)
class Asked:
    """Lines of the document and those added to it; `is_own` where they are what binds the viewer's own body."""

    rows: list[Row]
    added: list[AddedRow]
    is_own: bool

    @property
    def count(self) -> int:
        return len(self.rows) + len(self.added)


def asked(
    campaign: Campaign, accepted: Sequence[Proposal], viewer: Viewer, names: Names, mine: documents.Receipt | None
) -> Asked:
    """A commission sees all that the document asks, as it stands above others; their additions have a page.

    `mine` is the receipt of the viewer's own body: a copy for reading binds it to nothing.
    """
    if viewer.is_commission:
        return Asked(rows(accepted, names), [], False)
    unit = viewer.unit
    if mine is None or mine.via == documents.Receipt.Via.COPY:
        return Asked([], [], True)
    found = duties.Obligation.objects.filter(document=campaign.document_id, standing_of=None)
    found = found.filter(owed_by=duties.OwedBy.ADDRESSEES).exclude(status=duties.Obligation.Status.ANNULLED)
    bound = {
        one.pk: one
        for one in found.select_related("issuer").order_by("order", "made_at")
        if one.applies_to(unit) and not (one.is_addition and one.lapsed(clock.today()))
    }
    added = [
        AddedRow(one, _meta(one, names), duties.address(one.pk, unit.pk, None))
        for one in bound.values()
        if one.is_addition
    ]
    told = [one for one in accepted if one.pk in bound]
    for one in told:
        one.due = duties.term_at(bound[one.pk], mine)
    return Asked(rows(told, names), added, True)


def _meta(one: duties.Obligation, names: Names) -> str:
    told = [words.receivers(one, names.types), words.term(one), f"每次约 {one.minutes} 分钟"]
    return " · ".join(filter(None, told))
