"""An inspection is arranged, openly or under seal; and a sealed plan is opened by somebody, who leaves a name."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from uuid import uuid4, uuid5

from django.db import IntegrityError, transaction

from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.people.api import Refused, Viewer
from weian.kernel import clock
from weian.programs.inspections import access, taking, telling
from weian.programs.inspections.kinds import AT_ONCE, SEALED, Method, Mode
from weian.programs.inspections.models import Inspection, Opening, Plan
from weian.programs.inspections.specs import PlanSpec
from weian.programs.inspections.states import Status

MOST_UNITS = 500
# For so long an opened plan stays open to whoever opened it.
OPEN_FOR = timedelta(minutes=30)
TAKEN = "这个编号已经用过。请返回列表，重新打开“安排检查”再填。"


def plan(spec: PlanSpec, *, by: Viewer) -> Plan:
    """Arrange visits. The same again is one plan. Raises Refused.

    An open one is told to the units. A sealed one (暗访, 四不两直) stands at the inspecting office with all its visits:
    no row, event or message of it is at the unit before somebody starts there.
    """
    access.check_can_plan(by)
    _check(spec, by)
    made = Plan(
        uid=spec.uid, title=spec.title.strip(), mode=spec.mode, first_day=spec.first_day, last_day=spec.last_day,
        methods=list(spec.methods), focuses=[one.strip() for one in spec.focuses if one.strip()], sheet=spec.sheet,
        document=spec.document, clauses=list(spec.clauses), team=[one.pk for one in spec.everyone],
        experts=[one.pk for one in spec.experts], agencies=[one.pk for one in spec.agencies], made_by=by.person,
        made_at=clock.now(), draw=spec.draw,
    ).at(by.unit)  # fmt: skip
    made.digest = _digest(spec)
    if (earlier := _earlier(made, by)) is not None:
        return earlier
    try:
        with transaction.atomic():
            _write(made, spec, by)
    except IntegrityError:
        if (earlier := _earlier(made, by)) is None:
            raise Refused(TAKEN) from None
        return earlier
    return made


def _write(made: Plan, spec: PlanSpec, by: Viewer) -> None:
    audit.created(made, "inspection.arranged", by=by, facts=_facts(made, spec))
    rated = set(made.experts)
    visits = [
        Inspection(
            uid=uuid5(made.pk, str(unit.pk)), office=by.unit, target=unit, plan=made, mode=made.mode,
            status=Status.PLANNED, sheet=made.sheet, team=team, experts=[one for one in team if one in rated],
            made_at=made.made_at,
        )
        for unit in spec.units
        for team in [[one.pk for one in spec.team_to(unit)]]
    ]  # fmt: skip
    for one in visits:
        # Whose row is it: under seal the office's, else the unit's from now on.
        one.at(by.unit) if made.sealed else one.at_target()
    audit.created_all(visits, "inspection.planned", by=by, facts=lambda one: {"mode": one.mode, "plan": str(made.pk)})
    if not made.sealed:
        opened = ((agency, visit.pk) for agency in spec.agencies for visit in visits)
        org.share(Inspection.audit_kind, opened, by=by)
    telling.planned(made, visits, by)


def _check(spec: PlanSpec, by: Viewer) -> None:
    if spec.mode not in Mode.values or spec.mode in AT_ONCE - {Mode.SPOT}:
        raise Refused("请选一种要安排的检查方式。")
    if not spec.title.strip():
        raise Refused("请写这次检查的名称。")
    if spec.last_day < spec.first_day:
        raise Refused("检查日期的止日早于起日，请核对。")
    if spec.last_day < clock.today():
        raise Refused("检查日期已经过去，请定今天或以后的日子。")
    if not spec.units:
        raise Refused("还没有选检查哪些单位。")
    if len(spec.units) > MOST_UNITS:
        raise Refused(f"一次最多安排 {MOST_UNITS} 家，现在 {len(spec.units)} 家。请分几次安排。")
    if len({unit.pk for unit in spec.units}) < len(spec.units):
        raise Refused("同一家单位选了两次。")
    if not spec.everyone:
        raise Refused("检查组还没有人。")
    if alone := [unit.name for unit in spec.units if not spec.team_to(unit)]:
        raise Refused(f"{'、'.join(alone[:5])}还没有人去。请在检查组里选人，或写明谁去。")
    if set(spec.methods) - set(Method.values):
        raise Refused("没有这种检查方法，请选听、看、查、访。")
    if spec.mode == Mode.JOINT and not spec.agencies:
        raise Refused("联合检查要选联合的部门。")
    _check_draw(spec, by)
    everyone = spec.everyone if spec.mode in SEALED else []
    for unit in spec.units:
        access.check_target(by, unit)
        # Whoever belongs to the unit must not judge it; of its own departments the unit may. Under seal the whole
        # team reads the plan: nobody of it may belong to any of the units.
        for person in everyone or spec.team_to(unit):
            if unit.holds(person.unit):
                raise Refused(f"{person.name}是{unit.name}的人，不能检查自己的单位。请从检查组里去掉。")


def _check_draw(spec: PlanSpec, by: Viewer) -> None:
    if spec.draw is None:
        if spec.sent:
            raise Refused("只有按抽取结果安排的，才写谁去哪家。")
        return
    of = taking.taken(spec.draw, by)
    if of is None:
        raise Refused(taking.GONE)
    taking.check_hidden(of, spec.mode)
    taking.check_drawn(of, spec.units)


def _facts(made: Plan, spec: PlanSpec) -> dict[str, object]:
    facts: dict[str, object] = {"mode": made.mode, "visits": len(spec.units)}
    return facts | {"draw": str(made.draw)} if made.draw else facts


def cancel(one: Inspection, *, by: Viewer, why: str) -> Inspection:
    """Call a visit off. Under seal it stays where it was: nobody learns that it was planned."""
    access.check_can_cancel(by, one)
    if not why.strip():
        raise Refused("请写明为什么取消。")
    with transaction.atomic():
        audit.move(one, Status.CANCELLED, by=by, why=why.strip(), values={"cancel_reason": why.strip()})
        telling.cancelled(one, by)
    return one


def open_seal(made: Plan, *, by: Viewer, at: datetime | None = None) -> Opening:
    """Read a sealed plan and leave one's name (泄密日志). Within half an hour it is one opening.

    `at` is when it was read without network, on a phone that took it along.
    """
    if not made.sealed:
        raise Refused("这份计划没有密封，可以直接看。")
    if not (made.made_by_id in by.persons or by.persons & set(made.team)):
        raise Refused("密封的计划只有安排人和检查组能打开。")
    if (recent := opened_by(made, by, at=at)) is not None:
        return recent
    one = Opening(
        uid=uuid4(), plan=made, person=by.person, post=by.appointment.title, opened_at=at or clock.now()
    ).at(made.unit)  # fmt: skip
    audit.created(one, "inspection.seal_opened", by=by, facts={"plan": str(made.pk)})
    return one


def opened_by(made: Plan, viewer: Viewer, *, at: datetime | None = None) -> Opening | None:
    """The opening that still holds, or held then, if there is one."""
    now = at or clock.now()
    rows = Opening.objects.filter(plan=made, person=viewer.person, opened_at__gt=now - OPEN_FOR, opened_at__lte=now)
    return rows.order_by("-opened_at").first()


def _earlier(made: Plan, by: Viewer) -> Plan | None:
    earlier: Plan | None = Plan.objects.filter(pk=made.pk).first()
    if earlier is None:
        return None
    if (earlier.digest, earlier.made_by_id) != (made.digest, by.person.pk):
        raise Refused(TAKEN)
    return earlier


def _digest(spec: PlanSpec) -> str:
    said = [
        spec.title, spec.mode, spec.first_day, spec.last_day, sorted(str(one.pk) for one in spec.units),
        sorted(str(one.pk) for one in spec.team), list(spec.methods), list(spec.focuses), spec.sheet,
        spec.document and spec.document.pk, sorted(map(str, spec.clauses)),
        sorted(str(one.pk) for one in spec.agencies),
    ]  # fmt: skip
    if spec.draw:
        sent = sorted((str(unit), sorted(str(one.pk) for one in team)) for unit, team in spec.sent.items())
        said += [str(spec.draw), sent]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, default=str).encode()).hexdigest()
