"""What commissions owe as inspectors, on the ladder to the commission above them (S3-3.3a, S3-2.4l)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from weian.foundation.ladder.api import Climber, Rung, Waiting
from weian.foundation.org.api import Kind, Level
from weian.foundation.org.models import Unit
from weian.kernel import clock
from weian.programs.inspections import pack_schema
from weian.programs.inspections.coverage import COVERAGE, SAMPLES, lacking, quarter_of, sampled
from weian.programs.inspections.models import Dispute

SAMPLING = "sampling"


def _uncovered(units: Sequence[Unit], until: date) -> list[Waiting]:
    """Directly managed units that nobody came to in the year: the commission itself is late."""
    began = pack_schema.asked_since(COVERAGE)
    return [
        Waiting(
            COVERAGE, one.commission.pk, one.commission,
            f"{one.first.year}年直属机构全覆盖检查：{one.whole} 家还有 {one.left} 家没有检查",
            reverse("inspection-coverage"), due=one.last, period=one.first,
        )
        for one in lacking(units, until) if one.first >= began
    ]  # fmt: skip


def _unsampled(units: Sequence[Unit], until: date) -> list[Waiting]:
    """Counties that did not sample the rounds and double posts of their units often enough in a quarter: the one that
    ends by `until`, and the last one, as a quarter without samples stays one until the next is over."""
    counties = [one for one in units if one.kind == Kind.COMMISSION and one.level == Level.COUNTY]
    first, last = quarter_of(clock.today())
    quarters = [quarter_of(first - timedelta(days=1)), *([(first, last)] if last <= until else [])]
    began = pack_schema.asked_since(SAMPLES)
    return [
        Waiting(
            SAMPLING, one.unit.pk, one.unit,
            f"{ends.year}年第{(ends.month + 2) // 3}季度日巡查和双人双岗抽查：做了 {one.made} 次，差 {one.lacking} 次",
            reverse("inspection-coverage"), due=ends, period=begins,
        )
        for begins, ends in quarters if counties and begins >= began
        for one in sampled(_there(counties, ends), begins, ends) if one.lacking
    ]  # fmt: skip


def _there(units: Sequence[Unit], day: date) -> list[Unit]:
    """Who did not exist at the end of a quarter owes nothing of it."""
    return [one for one in units if one.existed_on(day)]


def _undone_coverage(rungs: Sequence[Rung]) -> list[Rung]:
    owing = {(one.commission.pk, one.first) for one in lacking(_units(rungs), clock.today())}
    return [one for one in rungs if (one.unit_id, one.period) in owing]


def _undone_sampling(rungs: Sequence[Rung]) -> list[Rung]:
    owing: set[tuple[UUID, date]] = set()
    for begins in {one.period for one in rungs if one.period}:
        made = sampled(_units([one for one in rungs if one.period == begins]), *quarter_of(begins))
        owing |= {(one.unit.pk, begins) for one in made if one.lacking}
    return [one for one in rungs if (one.unit_id, one.period) in owing]


def _units(rungs: Sequence[Rung]) -> list[Unit]:
    return list(Unit.objects.filter(pk__in={one.unit_id for one in rungs}))


def _disputed(units: Sequence[Unit], until: date) -> list[Waiting]:
    """Cross-checks that the supervising level has not decided (S4-4c)."""
    by_id = {one.pk: one for one in units if one.kind == Kind.COMMISSION}
    found = Dispute.objects.filter(ruled_at=None, due__lte=until, inspection__office__in=by_id)
    return [
        Waiting(
            Dispute.audit_kind, one.pk, by_id[one.inspection.office_id], f"裁定交叉互检的争议：{one.unit.title}",
            reverse("inspection", args=[one.inspection_id]), due=one.due,
        )
        for one in found.select_related("inspection", "unit")
    ]  # fmt: skip


def _undone_disputes(rungs: Sequence[Rung]) -> list[Rung]:
    targets = {one.target for one in rungs}
    left = set(Dispute.objects.filter(pk__in=targets, ruled_at=None).values_list("pk", flat=True))
    return [one for one in rungs if one.target in left]


CLIMBERS = (
    Climber(Dispute.audit_kind, "互检争议", _disputed, _undone_disputes),
    Climber(COVERAGE, "全覆盖检查", _uncovered, _undone_coverage),
    Climber(SAMPLING, "日巡查和双人双岗抽查", _unsampled, _undone_sampling),
)
