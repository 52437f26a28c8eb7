"""How far the units are: composites such as 五个一 as k of n, and each unit's own line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from weian.foundation.documents import api as documents
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Viewer
from weian.ground.duties import api as duties
from weian.kernel import keyset
from weian.programs.campaigns.models import Campaign, Proposal

PAGE = 50
# Beyond so many receipts the sums belong to the roll-ups of reports; the page stays with its rows.
MOST_SUMMED = 500


@dataclass(frozen=True)
class CompositeSum:
    """Units whose parts are all accepted, out of those that owe it (S0-2.0b)."""

    title: str
    done: int
    whole: int

    @property
    def left(self) -> int:
        return self.whole - self.done


@dataclass(frozen=True)
class Composed:
    """A composite at one unit, part by part."""

    title: str
    cells: list[duties.Cell]

    @property
    def done(self) -> int:
        return sum(not one.is_missing for one in self.cells)

    @property
    def missing(self) -> str:
        return duties.missing(self.cells)


@dataclass(frozen=True)
class UnitRow:
    unit: Unit
    receipt: str
    composites: list[Composed]
    done: int
    owed: int
    late: int
    been_late: int = 0
    may_urge: bool = False
    urged_on: date | None = None


@dataclass(frozen=True)
class Progress:
    composites: list[CompositeSum] = field(default_factory=list)
    rows: list[UnitRow] = field(default_factory=list)
    next_url: str = ""
    may_urge: bool = False
    is_summed: bool = True
    titles: list[str] = field(default_factory=list)
    mine: list[Composed] = field(default_factory=list)
    signs: list[tuple[str, str]] = field(default_factory=lambda: list(duties.SIGNS.values()))

    @property
    def urge_acts(self) -> list[dict[str, str]]:
        return [{"key": "urge", "label": "催办", "icon": "bell"}]


def of_campaign(campaign: Campaign, lines: Sequence[Proposal], viewer: Viewer, after: str) -> Progress:
    """Units in the viewer's sight, 50 a page by their place in the tree; composites summed over all of them."""
    codes = list(dict.fromkeys(line.composite for line in lines if line.composite))
    titles = {code: one.name for code, one in duties.composites().items() if code in codes}
    page = documents.receipts_page(campaign.document, viewer, after=keyset.number(after), limit=PAGE, binding=True)
    is_summed = sum(page.counts[state] for state in documents.ReceiptStatus.values) <= MOST_SUMMED
    everybody = documents.receipts_of(campaign.document, viewer) if codes and is_summed else []
    rows = _rows(campaign, titles, page.rows, viewer)
    return Progress(
        [_sum(campaign, code, titles.get(code, code), everybody) for code in codes] if is_summed else [],
        rows,
        f"?after={page.after}#units" if page.after is not None else "",
        any(row.may_urge for row in rows),
        is_summed,
        list(titles.values()),
        [one for row in rows if row.unit.pk == viewer.unit.pk for one in row.composites],
    )


def _sum(campaign: Campaign, code: str, title: str, receipts: Sequence[documents.Receipt]) -> CompositeSum:
    found = duties.progress(campaign.document, [one.unit for one in receipts], composite=code)
    return CompositeSum(title, sum(one.complete for one in found), len(found))


def _rows(
    campaign: Campaign, titles: dict[str, str], receipts: Sequence[documents.Receipt], viewer: Viewer
) -> list[UnitRow]:  # fmt: skip
    units = [one.unit for one in receipts]
    urged = duties.last_urged(campaign.document, units)
    whole = {one.unit.pk: one for one in duties.progress(campaign.document, units)}
    asks = viewer.may(May.ISSUE_NOTICE) and campaign.document.status != documents.DocumentStatus.ANNULLED
    found = [_row(receipt, whole.get(receipt.unit_id), titles) for receipt in receipts]
    return [
        replace(
            row, urged_on=urged.get(row.unit.pk), may_urge=asks and viewer.supervises(row.unit) and row.done < row.owed
        )
        for row in found
    ]


def _row(receipt: documents.Receipt, found: duties.UnitProgress | None, titles: dict[str, str]) -> UnitRow:
    status = receipt.get_status_display()
    if found is None:
        return UnitRow(receipt.unit, status, [Composed(title, []) for title in titles.values()], 0, 0, 0)
    composed = [Composed(title, duties.cells(found.parts, code)) for code, title in titles.items()]
    return UnitRow(receipt.unit, status, composed, found.done, found.total, found.late, found.been_late)
