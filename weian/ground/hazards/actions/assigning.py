"""Somebody named is to put it right, by a day, in a stated way: 责任、措施、资金、时限、预案."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused
from weian.foundation.people.models import Person, Post
from weian.ground.hazards import access, doors, outside, pack_schema, telling
from weian.ground.hazards.kinds import Mark
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.states import WITH_FIXER, Status
from weian.ground.hazards.supervising.limits import supervised_until
from weian.kernel import clock
from weian.kernel.actor import Actor


@dataclass(frozen=True)
class Elements:
    """The five elements. `money` in yuan, 0 where none is needed; `plan` and `interim_measure` unless `at_once`."""

    responsible: Person | None
    measure: str
    money: Decimal | None
    due: date | None
    plan: str = ""
    interim_measure: str = ""
    at_once: bool = False
    responsible_post: Post | None = None

    def missing(self) -> dict[str, str]:
        """Field → sentence for each element that is not filled (S1-9c, S2-2.2i)."""
        wants = {
            "responsible": (self.responsible is None, "责任：请指定一个人，不能只写科室。"),
            "measure": (not self.measure.strip(), "措施：请写明怎么改。"),
            "money": (self.money is None, "资金：请填金额，不用花钱就填 0。"),
            "due": (self.due is None, "时限：请定一个整改期限。"),
            "plan": (not self.at_once and not self.plan.strip(), "预案：不能立即整改的，要有应急预案。"),
            "interim_measure": (
                not self.at_once and not self.interim_measure.strip(),
                "防范措施：不能立即整改的，要写明整改前怎样防范。",
            ),
        }
        return {field: sentence for field, (empty, sentence) in wants.items() if empty}


class Incomplete(Refused):
    """Some of the five elements are missing; `fields` holds a sentence for each."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("五项要齐才能派发。" + "".join(fields.values()))
        self.fields = fields


def default_due(grade: str, *, on: date | None = None) -> date | None:
    """The deadline that the content proposes for a grade; None where the supervising level sets it."""
    term = pack_schema.terms().get(grade)
    return (on or clock.today()) + timedelta(days=term.days) if term and term.days else None


def assign(hazard: Hazard, elements: Elements, *, by: Actor, why: str = "") -> Hazard:
    """Assign a graded, returned or reopened hazard; or, before it is applied for, assign it anew with `why`.

    Raises Incomplete with a sentence per missing element, Refused for a deadline that has passed, a person of another
    unit, or a moved deadline (that is an extension, which another person decides).
    """
    access.check_can_assign(by, hazard)
    if missing := elements.missing():
        raise Incomplete(missing)
    again = hazard.status in (Status.ASSIGNED, Status.RECTIFYING)
    _check(hazard, elements, again)
    values = {
        "responsible": elements.responsible, "responsible_post": elements.responsible_post or _post_of(elements),
        "measure": elements.measure.strip(), "money": elements.money, "due": elements.due,
        "plan": elements.plan.strip(), "interim_measure": elements.interim_measure.strip(),
        "at_once": elements.at_once, "on_the_spot": False,
    }  # fmt: skip
    assert elements.responsible is not None and elements.due is not None
    facts = {"responsible": str(elements.responsible.uid), "due": elements.due.isoformat()}
    if again:
        if not why.strip():
            raise Refused("改派要写明理由。")
        with audit.changed(hazard, "hazard.reassigned", by=by, why=why, facts=facts):
            for name, value in values.items():
                setattr(hazard, name, value)
    else:
        audit.move(hazard, Status.ASSIGNED, by=by, why=why, values=values, facts=facts)
    doors.open_for(hazard, by=by)
    telling.assigned(hazard)
    return hazard


def _check(hazard: Hazard, elements: Elements, again: bool) -> None:
    assert elements.responsible is not None and elements.due is not None
    home = elements.responsible.unit
    if not hazard.unit.holds(home) and not outside.may_fix(hazard, home):
        raise Refused(f"{elements.responsible.name}不是{hazard.unit.name}的人，不能作整改责任人。")
    if elements.responsible.left_on is not None:
        raise Refused(f"{elements.responsible.name}已经离岗，请换一个人。")
    if again and elements.due != hazard.due:
        raise Refused("改派不能改期限。要延期请走“申请延期”，由另一个人同意。")
    if elements.due != hazard.due and elements.due < clock.today():
        raise Refused("时限：期限已经过去，请定今天或以后的日子。")
    if hazard.has(Mark.SUPERVISED) and elements.due > (limit := supervised_until(hazard)):
        raise Refused(f"时限：督办的销号期限是 {limit}，整改期限不能更晚。要延期请走“申请延期”。")
    if elements.money is not None and elements.money < 0:
        raise Refused("资金：金额不能小于 0。")
    # What was fixed on the spot and sent back never had a term of its own.
    if hazard.status in WITH_FIXER and not hazard.on_the_spot and hazard.due and elements.due > hazard.due:
        raise Refused("已经派发过的隐患，期限只能提前。要延期请走“申请延期”。")


def _post_of(elements: Elements) -> Post | None:
    person = elements.responsible
    assert person is not None
    held = person.appointments.on(clock.today()).filter(post__ended_on=None).select_related("post").order_by("deputy")
    first = held.first()
    return first.post if first else None
