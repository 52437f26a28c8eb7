"""Which majors are listed and which are not, who owes a report, and what waits too long for its verification."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import DateField, QuerySet
from django.db.models.functions import TruncDate

from weian.foundation.people.api import Viewer
from weian.ground.hazards.criteria.schema import rule
from weian.ground.hazards.kinds import Grade, Mark
from weian.ground.hazards.models import Hazard, HazardQuerySet, Supervision
from weian.ground.hazards.queries import open_to
from weian.ground.hazards.states import Status, Supervised
from weian.kernel import clock

MOST = 200


def unlisted_majors(viewer: Viewer) -> HazardQuerySet:
    """应挂未挂: open majors of units below that nobody has listed; all majors are listed (重大 100 % 挂牌)."""
    return _majors(viewer).exclude(marks__contains=[Mark.SUPERVISED])


def share_listed(viewer: Viewer) -> tuple[int, int]:
    """Listed of all open majors below."""
    majors = _majors(viewer)
    return majors.filter(marks__contains=[Mark.SUPERVISED]).count(), majors.count()


def _majors(viewer: Viewer) -> HazardQuerySet:
    """Open majors of units below; what was verified has only its closing before it and is not listed any more."""
    majors = open_to(viewer).filter(grade=Grade.MAJOR).exclude(status=Status.VERIFIED)
    found: HazardQuerySet = majors.exclude(unit=viewer.unit)
    return found


def standing(viewer: Viewer) -> QuerySet[Supervision]:
    """Listings in force in sight, the nearest limit first, with the day of the next report."""
    seen = Supervision.objects.within(viewer.ranges).exclude(status=Supervised.LIFTED)
    related = seen.select_related("hazard__unit", "by_unit", "hazard__responsible")
    found: QuerySet[Supervision] = related.with_report_due().order_by("due", "uid")
    return found


@dataclass(frozen=True)
class Line:
    """One listing as a list shows it."""

    supervision: Supervision
    report_late: int
    over: int

    @classmethod
    def of(cls, one: Supervision, today: date) -> Line:
        late = max(0, (today - one.report_due).days) if one.owes_reports else 0
        return cls(one, late, max(0, (today - one.due).days))


def lines(viewer: Viewer) -> list[Line]:
    return [Line.of(one, clock.today()) for one in standing(viewer)[:MOST]]


def waiting_for_verification(until: date) -> HazardQuerySet:
    """Listed, applied for, and not verified within the days of the rule (S1-16f: ≤ 10 days)."""
    limit = until - timedelta(days=rule("verify_days"))
    applied: HazardQuerySet = Hazard.objects.filter(status=Status.APPLIED)
    asked = TruncDate("applied_at", output_field=DateField(), tzinfo=clock.SHANGHAI)
    found: HazardQuerySet = applied.annotate(asked_on=asked).filter(asked_on__lt=limit)
    return found.filter(marks__contains=[Mark.SUPERVISED])
