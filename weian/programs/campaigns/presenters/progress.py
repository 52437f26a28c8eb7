"""How far the units are: composites such as 五个一 as k of n, and each unit's own line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from weian.foundation.documents import api as documents
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Viewer
from weian.ground.duties import api as duties
from weian.kernel import clock, keyset
from weian.programs.campaigns.models import Campaign, Proposal

PAGE = 50
# Of more the sums are counted in SQL.
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
    titles: list[str] = field(default_factory=list)
    mine: list[Composed] = field(default_factory=list)

    @property
    def is_summed(self) -> bool:
        """Whether every composite has its sum."""
        return len(self.composites) == len(self.titles)

    @property
    def signs(self) -> list[tuple[str, str]]:
        return list(duties.SIGNS.values())

    @property
    def urge_acts(self) -> list[dict[str, str]]:
        return [{"key": "urge", "label": "催办", "icon": "bell"}]


def of_campaign(campaign: Campaign, lines: Sequence[Proposal], viewer: Viewer, after: str) -> Progress:
    """Units in the viewer's sight, 50 a page by their place in the tree; composites summed over all of them."""
    codes = list(dict.fromkeys(line.composite for line in lines if line.composite))
    known = duties.composites()
    titles = {code: known[code].name if code in known else code for code in codes}
    page = documents.receipts_page(campaign.document, viewer, after=keyset.number(after), limit=PAGE, binding=True)
    many = sum(page.counts[state] for state in documents.ReceiptStatus.values) > MOST_SUMMED
    sums = _counted(campaign, titles, viewer) if many else _summed(campaign, titles, viewer)
    rows = _rows(campaign, titles, page.rows, viewer)
    return Progress(
        sums,
        rows,
        f"?after={page.after}#units" if page.after is not None else "",
        any(row.may_urge for row in rows),
        list(titles.values()),
        [one for row in rows if row.unit.pk == viewer.unit.pk for one in row.composites],
    )


def _summed(campaign: Campaign, titles: dict[str, str], viewer: Viewer) -> list[CompositeSum]:
    units = [one.unit for one in documents.receipts_of(campaign.document, viewer)] if titles else []
    found = {code: duties.progress(campaign.document, units, composite=code) for code in titles}
    return [
        CompositeSum(titles[code], sum(one.complete for one in each), sum(one.total > 0 for one in each))
        for code, each in found.items()
    ]


def _counted(campaign: Campaign, titles: dict[str, str], viewer: Viewer) -> list[CompositeSum]:
    """The same of very many units; without those that have parts by periods."""
    today = clock.today()
    asked = [one for one in duties.in_force(campaign.document, today) if not one.is_standing]
    parts = {title: [one for one in asked if one.composite == code] for code, title in titles.items()}
    return [
        CompositeSum(title, counts.done, counts.whole)
        for title, each in parts.items()
        if duties.countable(each)
        for counts in [duties.units_counted(campaign.document, viewer.unit, each, on=today)]
    ]


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
