"""Problems of a test or assessment report: each is a hazard, new or 已有, before the report is accepted."""

from __future__ import annotations

from uuid import uuid5

from django.db import IntegrityError, transaction
from django.urls import reverse

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.duties import api as duties
from weian.ground.duties.models import Record
from weian.ground.hazards.actions.reporting import report
from weian.ground.hazards.kinds import Mode
from weian.ground.hazards.models import Hazard, Problem
from weian.kernel import clock


def problems_of(record: Record) -> list[str]:
    return [str(one) for one in record.facts.get("problems", [])]


def follows(record: Record) -> duties.Following | None:
    """For the socket of duties: where the problems are settled, and which are not yet."""
    named = problems_of(record)
    if not named:
        return None
    settled = Problem.objects.filter(record=record).count()
    left = len(named) - settled
    lacking = (
        f"报告指出的 {len(named)} 个问题还有 {left} 个没有登记成隐患，也没有写明已有，不能审核通过。" if left else ""
    )
    return duties.Following(f"报告问题 {settled}/{len(named)}", reverse("problems", args=[record.pk]), lacking)


def check_can_settle(by: Viewer, record: Record) -> None:
    """Somebody of the unit that keeps the report, who reports hazards."""
    by.check(May.REPORT_HAZARD)
    if by.unit.pk != record.unit_id:
        raise Refused(f"报告的问题由{record.unit.name}登记。")


@transaction.atomic
def settle(
    record: Record, order: int, *, by: Viewer, hazard: Hazard | None = None, department: Unit | None = None,
    place: str = "", type: str = "",
) -> Problem:  # fmt: skip
    """Make the hazard of a problem, or say which open one it is. Settled once; again is the same. Raises Refused."""
    check_can_settle(by, record)
    named = problems_of(record)
    if not 1 <= order <= len(named):
        raise Refused("报告里没有这个问题。")
    known: Problem | None = Problem.objects.filter(record=record, order=order).first()
    if known is not None:
        return known
    text = named[order - 1]
    if hazard is not None and (hazard.unit_id != record.unit_id or not hazard.is_open):
        raise Refused("“已有”要选本单位一条还没有销号的隐患。")
    had = hazard is not None
    if hazard is None:
        hazard = report(
            uid=uuid5(record.pk, f"problem {order}"), by=by, unit=record.unit, text=text, department=department,
            place=place, type=type, found_on=record.happened_on, found_mode=Mode.SELF,
            source=(Record.audit_kind, record.pk), domain=_domain(record),
        )  # fmt: skip
    made = Problem(
        uid=uuid5(record.pk, f"settled {order}"), record=record, order=order, text=text, hazard=hazard, had_already=had,
        made_at=clock.now(),
    ).at(record.unit)  # fmt: skip
    try:
        with transaction.atomic():
            audit.created(made, "problem.settled", by=by, facts={"hazard": str(hazard.pk), "had": had})
    except IntegrityError as double:
        raise Refused("同事刚刚已经登记了这个问题。") from double
    return made


def _domain(record: Record) -> str:
    """What the report is about, as the task says that it answers."""
    answer = record.answers.select_related("task__obligation").first()
    return answer.task.obligation.domain if answer else ""
