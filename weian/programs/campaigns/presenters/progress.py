"""How far the units are: composites such as 五个一 as k of n, and each unit's own line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from weian.foundation.documents import api as documents
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.duties import api as duties
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
class Cell:
    title: str
    done: int
    whole: int


@dataclass(frozen=True)
class UnitRow:
    unit: Unit
    receipt: str
    composites: list[Cell]
    done: int
    owed: int
    late: int


@dataclass(frozen=True)
class Progress:
    composites: list[CompositeSum] = field(default_factory=list)
    rows: list[UnitRow] = field(default_factory=list)
    next_url: str = ""
    is_summed: bool = True


def of_campaign(campaign: Campaign, lines: Sequence[Proposal], viewer: Viewer, after: str) -> Progress:
    """Units in the viewer's sight, 50 a page by their place in the tree; composites summed over all of them."""
    codes = list(dict.fromkeys(line.composite for line in lines if line.composite))
    titles = {code: one.name for code, one in duties.composites().items() if code in codes}
    start = int(after) if after.isdecimal() and len(after) < 19 else None
    counts, shown = documents.receipts_page(campaign.document, viewer, after=start, limit=PAGE)
    more, shown = len(shown) > PAGE, shown[:PAGE]
    is_summed = sum(counts[state] for state in documents.ReceiptStatus.values) <= MOST_SUMMED
    everybody = documents.receipts_of(campaign.document, viewer) if codes and is_summed else []
    return Progress(
        [_sum(campaign, code, titles.get(code, code), everybody) for code in codes] if is_summed else [],
        _rows(campaign, titles, shown),
        f"?after={shown[-1].org_pos}#units" if more else "",
        is_summed,
    )


def _sum(campaign: Campaign, code: str, title: str, receipts: Sequence[documents.Receipt]) -> CompositeSum:
    found = duties.progress(campaign.document, [one.unit for one in receipts], composite=code)
    return CompositeSum(title, sum(one.complete for one in found), len(found))


def _rows(campaign: Campaign, titles: dict[str, str], receipts: Sequence[documents.Receipt]) -> list[UnitRow]:
    whole = {one.unit.pk: one for one in duties.progress(campaign.document, [one.unit for one in receipts])}
    return [_row(receipt, whole.get(receipt.unit_id), titles) for receipt in receipts]


def _row(receipt: documents.Receipt, found: duties.UnitProgress | None, titles: dict[str, str]) -> UnitRow:
    status = receipt.get_status_display()
    if found is None:
        return UnitRow(receipt.unit, status, [Cell(title, 0, 0) for title in titles.values()], 0, 0, 0)
    cells = []
    for code, title in titles.items():
        parts = [one for one in found.parts if one.obligation.composite == code]
        cells.append(Cell(title, sum(one.ring >= 1 for one in parts), len(parts)))
    return UnitRow(receipt.unit, status, cells, found.done, found.total, found.late)
