"""Who may do what to a hazard. Every refusal is a Chinese sentence that says who can.

Finder, fixer and verifier are kept apart: nobody verifies or closes what they had a hand in fixing; nobody in the
unit verifies what they found themselves; what a commission found, what is major, and what a unit has no third person
for is verified by the supervising commission (which may verify what it found: the issuer verifies, S0-3.2e).
"""

from __future__ import annotations

from typing import TypeVar

from weian.foundation.org.models import Unit
from weian.foundation.people import api as people
from weian.foundation.people.api import May, Refused, Viewer, leads
from weian.ground.duties import api as duties
from weian.ground.hazards.criteria.schema import cause_rule
from weian.ground.hazards.kinds import Acceptor, Grade, Mark
from weian.ground.hazards.models import Extension, Hazard
from weian.ground.hazards.states import WITH_FIXER, Status, Supervised
from weian.kernel.actor import Actor, System

Thing = TypeVar("Thing", Hazard, Extension)


def check_can_report(by: Actor, unit: Unit) -> None:
    """Staff report in their whole unit; a commission in all that it supervises; the system anywhere."""
    if isinstance(by, System):
        return
    viewer = person_of(by)
    viewer.check(May.REPORT_HAZARD)
    if not viewer.unit.holds(unit):
        raise Refused(f"{unit.name}不在{viewer.unit.name}的范围内，不能在这里登记。请由该单位或它的上级登记。")


def check_can_grade(by: Actor, hazard: Hazard) -> None:
    if not hazard.is_open:
        raise Refused("已经销号的隐患不再定级；如果又出现了，请先重开。")
    at_work(by, hazard, May.GRADE_HAZARD)


def check_can_fix_on_the_spot(by: Actor, hazard: Hazard) -> Viewer:
    """Whoever found it or gives out what their office found, or who rectifies in that place."""
    leads(hazard, Status.FIXED)
    viewer = person_of(by)
    if hazard.grade == Grade.MAJOR:
        raise Refused("重大隐患不能当场改正了事。请派发给责任人，由上级验收。")
    viewer.check(May.REPORT_HAZARD)
    of_office = hazard.found_by_upper and hazard.found_from_id == viewer.unit.pk
    if hazard.found_by_id != viewer.person.uid and not of_office:
        _own_work(viewer, hazard)
        at_work(by, hazard, May.RECTIFY_HAZARD)
    return viewer


def check_can_assign(by: Actor, hazard: Hazard) -> None:
    """Assign, or assign again to somebody else; nobody passes on what they were made responsible for."""
    if hazard.status not in WITH_FIXER:
        leads(hazard, Status.ASSIGNED)
    viewer = at_work(by, hazard, May.ASSIGN_HAZARD)
    if hazard.status in WITH_FIXER and hazard.responsible_id in viewer.persons:
        raise Refused("您是整改责任人，不能自己改派。请由派发的人改派。")


def check_can_rectify(by: Actor, hazard: Hazard) -> None:
    """The responsible person, somebody in the same post, or somebody who rectifies in that place on their behalf."""
    if hazard.status != Status.RECTIFYING:
        leads(hazard, Status.RECTIFYING)
    check_fixer(by, hazard)


def check_can_apply(by: Actor, hazard: Hazard) -> None:
    leads(hazard, Status.APPLIED)
    check_fixer(by, hazard)


def check_can_verify(by: Actor, hazard: Hazard) -> None:
    leads(hazard, Status.VERIFIED)
    _judges(by, hazard, May.VERIFY_HAZARD, "验收")


def check_can_return(by: Actor, hazard: Hazard) -> None:
    leads(hazard, Status.RETURNED)
    _judges(by, hazard, May.VERIFY_HAZARD, "退回")


def check_can_close(by: Actor, hazard: Hazard) -> None:
    leads(hazard, Status.CLOSED)
    _nothing_pending(hazard)
    _judges(by, hazard, May.CLOSE_HAZARD, "销号")
    if not hazard.causes and (asked := cause_rule(hazard.grade)) is not None:
        raise Refused(f"{asked.words}请{hazard.unit.name}的整改责任人在“资金和成因”里选。")


def _nothing_pending(hazard: Hazard) -> None:
    """What lies over it is settled before it is closed."""
    if hazard.has(Mark.SUPERVISED):
        raise Refused("这条隐患挂牌督办还没有解除，不能销号。请先由挂牌的单位解除挂牌。")
    if hazard.has(Mark.REFERRED):
        raise Refused("移交其他部门还没有结果，不能销号。")
    if hazard.has(Mark.REGRADE):
        raise Refused("改等级的申请还没有决定，不能销号。")


def check_can_reopen(by: Actor, hazard: Hazard) -> None:
    leads(hazard, Status.REOPENED)
    viewer = at_work(by, hazard, May.CLOSE_HAZARD)
    if hazard.acceptor == Acceptor.UPPER and not viewer.supervises(hazard.unit):
        raise Refused(f"这条隐患由上级销号，重开也由上级（{upper_of(hazard)}）办理。")


def check_can_cite(by: Actor, hazard: Hazard) -> None:
    """Whoever grades it, and whoever found it."""
    if isinstance(by, System) or hazard.found_by_id == by.actor_uid:
        return
    at_work(by, hazard, May.GRADE_HAZARD)


def check_can_extend(by: Actor, hazard: Hazard) -> None:
    """Ask for a later deadline."""
    if hazard.status not in WITH_FIXER:
        raise Refused(f"现在是“{hazard.get_status_display()}”，不在整改期内，不能申请延期。")
    check_fixer(by, hazard)


def check_can_decide(by: Actor, extension: Extension) -> None:
    """Approve or refuse a later deadline: another person, of the level that verifies (S0-3.2e)."""
    if not extension.pending:
        raise Refused(f"这个延期申请已经{extension.get_decision_display()}过了。")
    viewer = at_work(by, extension.hazard, May.ASSIGN_HAZARD)
    if viewer.persons & {extension.asked_by_id, extension.hazard.responsible_id}:
        raise Refused("自己申请的延期不能自己同意。请由另一位有派发职责的人决定。")
    if needs_upper(extension.hazard) and not viewer.supervises(extension.hazard.unit):
        raise Refused(f"这条隐患的延期由上级（{upper_of(extension.hazard)}）决定。")
    check_judges_at_level(viewer, extension.hazard, "决定延期")


def check_judges_at_level(viewer: Viewer, hazard: Hazard, verb: str) -> None:
    """What a commission has listed (挂牌督办) is judged at its level or above (S1-16f)."""
    if not hazard.has(Mark.SUPERVISED):
        return
    by_unit = hazard.supervisions.exclude(status=Supervised.LIFTED).select_related("by_unit").get().by_unit
    if not viewer.unit.holds(by_unit):
        raise Refused(f"这条隐患由{by_unit.name}挂牌督办，由它或它的上级{verb}。")


def needs_upper(hazard: Hazard) -> bool:
    """Whether the supervising commission verifies rather than the unit itself."""
    return hazard.acceptor == Acceptor.UPPER or hazard.upper_by_nature or hazard.has(Mark.SUPERVISED)


def has_third_person(hazard: Hazard) -> bool:
    """Whether the unit has somebody who verifies and neither found nor fixed this hazard."""
    involved = hazard.fixers() | {hazard.found_by_id}
    judging = people.posts_of(hazard.unit, may=May.VERIFY_HAZARD)
    return any(held.person_id not in involved for post in judging for held in people.holders_of(post))


def person_of(by: Actor) -> Viewer:
    if not isinstance(by, Viewer):
        raise Refused("这一步要由人来办，系统不能代办。")
    return by


def at_work(by: Actor, hazard: Hazard, act: May) -> Viewer:
    """The post has the act and works on the place."""
    viewer = person_of(by)
    viewer.check(act)
    if not hazard.is_within(viewer.ranges):
        raise Refused(f"这条隐患不在{viewer.post.title}管的范围内，请由{hazard.unit.name}的安全管理人员办理。")
    return viewer


def check_fixer(by: Actor, hazard: Hazard) -> None:
    viewer = person_of(by)
    if hazard.responsible_id in viewer.persons:
        return
    _own_work(viewer, hazard)
    viewer.check(May.RECTIFY_HAZARD)
    if hazard.responsible_post_id != viewer.post.uid:
        at_work(by, hazard, May.RECTIFY_HAZARD)


def _own_work(viewer: Viewer, hazard: Hazard) -> None:
    """Who supervises does not put right what they will judge."""
    if viewer.supervises(hazard.unit):
        raise Refused(f"整改由{hazard.unit.name}自己办，监管部门不代为整改。")


def _judges(by: Actor, hazard: Hazard, act: May, verb: str) -> None:
    viewer = at_work(by, hazard, act)
    if viewer.persons & hazard.fixers():
        raise Refused(f"您参与了这条隐患的整改，不能自己{verb}。请由没有参与整改的人{verb}。")
    written = duties.behalf_of([hazard.pk]).get(hazard.pk)
    if written is not None and written.by_id in viewer.persons:
        raise Refused(f"这条隐患是您代录的，不能自己{verb}。请换一位同事。")
    upper = viewer.supervises(hazard.unit)
    if needs_upper(hazard) and not upper:
        raise Refused(f"{_why_upper(hazard)}，由上级（{upper_of(hazard)}）{verb}，本单位不能自行{verb}。")
    check_judges_at_level(viewer, hazard, verb)
    if hazard.found_by_id in viewer.persons and not upper:
        raise Refused(f"这条隐患是您发现的，{verb}要由另一个人来办：发现、整改、验收三者分开。")


def _why_upper(hazard: Hazard) -> str:
    if hazard.grade == Grade.MAJOR:
        return "重大隐患"
    if hazard.found_by_upper:
        return f"{hazard.found_from.name}检查发现的隐患"
    if hazard.legacy:
        return "历史遗留隐患"
    if hazard.has(Mark.SUPERVISED):
        return "挂牌督办的隐患"
    return "本单位没有既未发现也未整改这条隐患的验收人"


def upper_of(hazard: Hazard) -> str:
    parent = hazard.unit.parent
    return parent.name if parent else "上级卫生健康行政部门"
