"""How far a stage is: units that checked themselves, units that were supervised, hazards by field (S2-3.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q

from weian.foundation.documents import api as documents
from weian.foundation.org.api import Kind
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.duties import api as duties
from weian.ground.hazards import api as hazards
from weian.kernel import clock, keyset
from weian.programs.campaigns import stages
from weian.programs.campaigns.models import Stage
from weian.programs.campaigns.pack_schema import domains
from weian.programs.campaigns.presenters.progress import MOST_SUMMED, PAGE


@dataclass(frozen=True)
class UnitLine:
    unit: Unit
    checked: date | None
    supervised: date | None
    late: bool


@dataclass(frozen=True)
class FieldLine:
    """Hazards of one field that were found in the stage: of `found`, `fixed` are closed and `open` are not."""

    title: str
    found: int
    fixed: int

    @property
    def open(self) -> int:
        return self.found - self.fixed


@dataclass(frozen=True)
class StageProgress:
    """`checked` and `supervised` are None where there are too many units to sum on a page."""

    first: date
    last: date | None
    asks: bool
    whole: int
    checked: int | None
    supervised: int | None
    late: int | None
    rows: list[UnitLine] = field(default_factory=list)
    fields: list[FieldLine] = field(default_factory=list)
    next_url: str = ""


def of_stage(stage: Stage, viewer: Viewer, after: str) -> StageProgress | None:
    """None for a stage whose beginning nobody knows yet."""
    first = stages.begins(stage)
    if first is None:
        return None
    document, asks = stage.campaign.document, stages.asks_self_check(stage)
    page = documents.receipts_page(document, viewer, after=keyset.number(after), limit=PAGE, binding=True)
    whole = sum(page.counts[state] for state in documents.ReceiptStatus.values)
    shown = {one.unit_id for one in page.rows}
    every: list[UnitLine] | None = None
    if whole <= MOST_SUMMED:
        sent = documents.receipts_page(document, viewer, limit=MOST_SUMMED, binding=True)
        every = _lines([one.unit for one in sent.rows], stage, first, asks)
        rows = [one for one in every if one.unit.pk in shown]
    else:
        rows = _lines([one.unit for one in page.rows], stage, first, asks)
    return StageProgress(
        first, stage.to_date, asks, len(every) if every is not None else whole,
        sum(one.checked is not None for one in every) if every is not None else None,
        sum(one.supervised is not None for one in every) if every is not None else None,
        sum(one.late for one in every) if every is not None else None,
        rows, _fields(viewer, [one.unit for one in every] if every is not None else None, first, _end(stage)),
        f"?after={page.after}#units" if page.after is not None else "",
    )  # fmt: skip


def _end(stage: Stage) -> date:
    return min(stage.to_date, clock.today()) if stage.to_date else clock.today()


def _lines(units: Sequence[Unit], stage: Stage, first: date, asks: bool) -> list[UnitLine]:
    """Institutions alone: a commission supervises. A check after the end is shown, and was late."""
    those = [one for one in units if one.kind == Kind.INSTITUTION]
    over = stage.to_date is not None and clock.today() > stage.to_date
    seen = duties.looks([one.pk for one in those], first, _end(stage))
    since = duties.looks([one.pk for one in those], first, clock.today()) if over else seen
    return [
        UnitLine(
            one, since.own.get(one.pk), seen.above.get(one.pk), asks and over and one.pk not in seen.own
        )
        for one in those
    ]  # fmt: skip


def _fields(viewer: Viewer, units: Sequence[Unit] | None, first: date, last: date) -> list[FieldLine]:
    found = hazards.Hazard.objects.safety().under(viewer.unit).filter(found_on__gte=first, found_on__lte=last)
    if units is not None:
        found = found.filter(unit__in=[one.pk for one in units])
    counted: Any = (
        found.order_by()
        .values("domain")
        .annotate(found=Count("pk"), fixed=Count("pk", filter=Q(status=hazards.Status.CLOSED)))
    )
    titles = domains()
    lines = [
        FieldLine(
            titles[one["domain"]].title if one["domain"] in titles else "没有归到领域", one["found"], one["fixed"]
        )
        for one in counted
    ]
    return sorted(lines, key=lambda one: -one.found)
