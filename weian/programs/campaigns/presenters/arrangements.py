"""本地方案: of those who owe a plan of their own, how many have filed it, by the units below the viewer (S2-3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from weian.foundation.documents import api as documents
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.duties import api as duties
from weian.kernel import clock, keyset
from weian.programs.campaigns.models import Campaign

PAGE = 50


@dataclass(frozen=True)
class Row:
    """One unit below with all under it: how many owe the plan, have filed it, had it accepted or returned.

    `waiting` have not filed it and are still in time.
    """

    unit: Unit
    owed: int
    filed: int
    accepted: int
    returned: int
    waiting: int

    @property
    def missing(self) -> int:
        return self.owed - self.filed

    @property
    def late(self) -> int:
        """Not filed though the day is over: counted from the next day on, holidays or not."""
        return self.missing - self.waiting


@dataclass(frozen=True)
class Arrangement:
    obligation: duties.Obligation
    rows: list[Row]
    whole: Row
    next_url: str


def of_campaign(campaign: Campaign, viewer: Viewer, after: str) -> list[Arrangement]:
    """Each plan that the campaign asks for, with one row per unit directly below; 50 a page."""
    asked = duties.Obligation.objects.filter(
        document=campaign.document_id, evidence__contains=[duties.CLAUSE_MAP], added_why=""
    ).exclude(status="annulled")
    return [_one(obligation, viewer, after) for obligation in asked.order_by("order")]


def _one(obligation: duties.Obligation, viewer: Viewer, after: str) -> Arrangement:
    start = keyset.number(after) or 0
    below = Unit.objects.filter(parent=viewer.unit, pos__gt=start).exclude(kind="department").current()
    rows = _rows(below.order_by("pos")[: PAGE + 1], obligation)
    more, rows = len(rows) > PAGE, rows[:PAGE]
    (whole,) = _rows(Unit.objects.filter(pk=viewer.unit.pk), obligation)
    next_url = f"?after={rows[-1].unit.pos}" if more else ""
    return Arrangement(obligation, [row for row in rows if row.owed], whole, next_url)


def _rows(units: Any, obligation: duties.Obligation) -> list[Row]:
    place = Q(org_pos__gte=OuterRef("pos"), org_pos__lt=OuterRef("end"))
    bound = documents.Receipt.objects.binding().filter(
        place, duties.bound(obligation, "unit__"), document=obligation.document_id
    )
    tasks = duties.Task.objects.filter(place, obligation=obligation)
    counted = units.annotate(
        owed=_count(bound, "document"), filed=_count(tasks.exclude(submitted_at=None), "obligation"),
        accepted=_count(tasks.filter(status__in=duties.FINISHED), "obligation"),
        returned=_count(tasks.filter(status=duties.TaskState.RETURNED), "obligation"),
        waiting=_count(_in_time(bound, obligation), "document"),
    )  # fmt: skip
    return [Row(one, one.owed, one.filed, one.accepted, one.returned, one.waiting) for one in counted]


def _in_time(bound: Any, obligation: duties.Obligation) -> Any:
    """Who has not filed it and whose last day is not over: the same for all, or from each one's receipt on."""
    today, due = clock.today(), obligation.due
    filed = duties.Task.objects.filter(obligation=obligation).exclude(submitted_at=None).order_by()
    open_ones = bound.exclude(unit__in=filed.values("unit"))
    if due is None or due >= today:
        return open_ones
    if not duties.runs_at_units(obligation.due_event, obligation.issued, due):
        return open_ones.none()
    day = today
    while (last := duties.counted_from(obligation.due_event, day)) and last >= today:
        day -= timedelta(days=1)
    after = datetime.combine(day + timedelta(days=1), time.min, clock.SHANGHAI)
    return open_ones.filter(sent_at__gte=after)


def _count(rows: Any, by: str) -> Coalesce:
    grouped = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(grouped, output_field=IntegerField()), 0)
