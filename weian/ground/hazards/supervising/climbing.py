"""What is listed on the ladders: applied for and not verified (限期销号, ESC-F), and its reports that are owed (ESC-N).

The term of the rectification itself climbs with the hazard (climbing.py); the first burns at the commission that
listed, a report that is not told at the unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from weian.foundation.ladder.api import URGENT, Climber, Rung, Waiting
from weian.foundation.org.models import Unit
from weian.ground.hazards.criteria.schema import rule
from weian.ground.hazards.models import Hazard, ProgressReport, Supervision
from weian.ground.hazards.states import Status, Supervised
from weian.ground.hazards.supervising.queries import waiting_for_verification
from weian.kernel import calendar, clock

KIND = "hazard_verification"


def verify_by(hazard: Hazard) -> date:
    """The last day of the term in which a listed hazard is verified on the spot."""
    assert hazard.applied_at is not None
    applied: date = hazard.applied_at.astimezone(clock.SHANGHAI).date()
    return applied + timedelta(days=rule("verify_days"))


def _urgent(after: UUID | None, limit: int) -> list[Waiting]:
    found = waiting_for_verification(clock.today()).order_by("uid")
    if after is not None:
        found = found.filter(uid__gt=after)
    rows = list(found.select_related("unit")[:limit])
    listed = Supervision.objects.filter(hazard__in=rows).exclude(status=Supervised.LIFTED)
    by_unit = {one.hazard_id: one.by_unit for one in listed.select_related("by_unit__parent")}
    return [waiting_of(one, by_unit[one.pk]) for one in rows if one.pk in by_unit]


def waiting_of(hazard: Hazard, by_unit: Unit) -> Waiting:
    return Waiting(
        KIND, hazard.pk, by_unit, f"现场验收督办的隐患：{hazard.title}", reverse("hazard", args=[hazard.pk]),
        ladder=URGENT, began=calendar.due_at(verify_by(hazard)),
    )  # fmt: skip


def _none(units: Sequence[Unit], until: date) -> list[Waiting]:
    return []


def _undone(rungs: Sequence[Rung]) -> list[Rung]:
    found = Hazard.objects.filter(pk__in={one.target for one in rungs}, status=Status.APPLIED).in_bulk()
    return [one for one in rungs if one.target in found and calendar.due_at(verify_by(found[one.target])) == one.since]


def _reports(units: Sequence[Unit], until: date) -> list[Waiting]:
    by_id = {unit.pk: unit for unit in units}
    owed = Supervision.objects.owing_reports().filter(unit__in=by_id, report_due__lte=until)
    return [
        Waiting(
            ProgressReport.audit_kind, one.pk, by_id[one.unit_id], f"报挂牌督办的进展：{one.hazard.title}",
            f"{reverse('hazard', args=[one.hazard_id])}#progress", due=one.report_due, person=one.hazard.responsible,
        )
        for one in owed.select_related("hazard__responsible")
    ]  # fmt: skip


def _untold(rungs: Sequence[Rung]) -> list[Rung]:
    owed = Supervision.objects.owing_reports().filter(pk__in={one.target for one in rungs})
    since = {one.pk: calendar.due_at(one.report_due) for one in owed}
    return [one for one in rungs if since.get(one.target) == one.since]


REPORTS = Climber(ProgressReport.audit_kind, "督办进展", _reports, _untold)
CLIMBER = Climber(KIND, "督办隐患验收", _none, _undone, urgent=_urgent)
