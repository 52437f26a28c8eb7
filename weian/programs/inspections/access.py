"""Who may do what with an inspection. Every refusal is a Chinese sentence that says who can."""

from __future__ import annotations

from weian.foundation.org.api import Kind
from weian.foundation.org.models import Unit
from weian.foundation.people import api as people
from weian.foundation.people.api import May, Refused, Viewer, institution_of, leads
from weian.foundation.people.models import Appointment, Person
from weian.ground.registry import api as registry
from weian.programs.inspections.kinds import OWN, Mode, Side
from weian.programs.inspections.models import Dispute, Finding, Inspection, Plan, Signature
from weian.programs.inspections.reach import in_team
from weian.programs.inspections.states import UNDERWAY, Status


def check_can_inspect(by: Viewer, unit: Unit, mode: str) -> None:
    """A unit looks at itself; a commission at what it supervises. What needs a plan is begun from the plan."""
    by.check(May.INSPECT)
    home = institution_of(unit)
    if mode in OWN and home.pk != by.unit.pk:
        raise Refused(f"{Mode(mode).label}由{home.name}自己做；上级去检查，请选抽查或安排一次督查。")
    if not by.unit.holds(unit):
        raise Refused(f"{unit.name}不在{by.unit.name}的范围内，不能登记对它的检查。")


def check_can_inspect_at(by: Viewer, place: registry.Subject) -> None:
    """A place or point that is in use: the own unit's, or of a unit below."""
    check_can_inspect(by, place.unit, Mode.SPOT)
    if not place.is_in_use:
        raise Refused(f"{place.name}已经停用，不再检查。")
    if place.kind == registry.Kind.ROUTE:
        raise Refused(f"{place.name}由点位组成，请到点位上检查。")


def check_can_plan(by: Viewer) -> None:
    by.check(May.PLAN_INSPECTION)


def check_target(by: Viewer, unit: Unit) -> None:
    """A commission plans for what it supervises, an institution for its own departments."""
    if not by.unit.holds(unit) or unit.pk == by.unit.pk:
        raise Refused(f"{unit.name}不在{by.unit.name}的检查范围内。")
    if unit.kind not in (Kind.COMMISSION, Kind.INSTITUTION, Kind.DEPARTMENT):
        raise Refused(f"{unit.name}不是能检查的单位。")
    if unit.kind == Kind.DEPARTMENT and institution_of(unit).pk != by.unit.pk:
        raise Refused(f"{unit.name}是别的单位的科室，请安排到它所在的单位。")


def check_can_change_plan(by: Viewer, plan: Plan) -> None:
    """Whoever made it, or, of an open plan, a colleague who plans."""
    if plan.made_by_id in by.persons:
        return
    if plan.sealed:
        raise Refused("密封的计划只有安排人能改。")
    by.check(May.PLAN_INSPECTION)
    if by.unit.pk != plan.unit_id:
        raise Refused(f"这是{plan.unit.title}的计划，由{plan.unit.title}改。")


def check_can_cancel(by: Viewer, one: Inspection) -> None:
    leads(one, Status.CANCELLED)
    if one.plan is None:  # who is inspected does not read the plan
        raise Refused(f"由安排检查的{one.office.title}取消。")
    check_can_change_plan(by, one.plan)


def check_in_team(by: Viewer, one: Inspection) -> None:
    if not in_team(by, one):
        raise Refused("由检查组的人办理。您不在这次检查的检查组里。")


def check_can_start(by: Viewer, one: Inspection) -> None:
    leads(one, Status.STARTED)
    check_in_team(by, one)


def check_can_write(by: Viewer, one: Inspection) -> None:
    """Answers and findings are the team's, until they are shown."""
    if one.status != Status.STARTED:
        raise Refused(f"现在是“{one.get_status_display()}”，不能再补记。检查开始以后、交换意见以前可以记。")
    check_in_team(by, one)


def check_can_finish(by: Viewer, one: Inspection) -> None:
    leads(one, Status.HELD if one.sealed else Status.SHOWN)
    if one.status != Status.STARTED:
        raise Refused(f"现在是“{one.get_status_display()}”，检查已经做完了。")
    check_in_team(by, one)


def check_can_release(by: Viewer, one: Inspection) -> None:
    """A secret visit is reviewed by a colleague of the office; by the inspector only where there is nobody else."""
    if one.status != Status.HELD:
        raise Refused(f"现在是“{one.get_status_display()}”，没有待审核的结果。")
    _office(by, one)
    by.check(May.PLAN_INSPECTION)
    if one.done_by_id in by.persons and _another_reviewer(one):
        raise Refused("这次检查是您做的，结果由本单位另一位安排检查的人审核后公布。")


def check_can_respond(by: Viewer, one: Inspection, to: Status) -> None:
    """The inspected side: its desk or leaders; of a department its head."""
    leads(one, to)
    if in_team(by, one):
        raise Refused("签字由被检查的一方来办，您是检查人员。")
    if institution_of(one.target).pk != by.unit.pk:
        raise Refused(f"签字由{one.target.name}办理。")
    act = May.ASSIGN_HAZARD if one.target.kind == Kind.DEPARTMENT else May.SIGN_RECEIPT
    by.check(act)
    if not (by.reach.holds(one.target) or one.target.holds(by.reach)):
        raise Refused(f"签字由{one.target.name}办理。")


def check_can_note_refusal(by: Viewer, one: Inspection) -> None:
    """They will not sign, not even that they refuse: the inspectors say so."""
    leads(one, Status.REFUSED)
    check_in_team(by, one)


def check_can_take_signature(by: Viewer, one: Inspection) -> None:
    """The hand of the inspected side on the inspectors' device: what is shown to it, not what is held for review."""
    leads(one, Status.SIGNED)
    check_in_team(by, one)


def check_can_take_objections(by: Viewer, one: Inspection) -> None:
    """The inspected side objects there and then, on the inspectors' device."""
    leads(one, Status.OBJECTED)
    check_in_team(by, one)


def check_can_answer(by: Viewer, finding: Finding) -> None:
    if finding.inspection.status != Status.OBJECTED or not finding.objection:
        raise Refused("被检查单位没有对这一条提出异议。")
    check_in_team(by, finding.inspection)


def check_can_show_again(by: Viewer, one: Inspection) -> None:
    if one.status != Status.OBJECTED:
        raise Refused("没有待答复的异议。")
    if waits_for_ruling(one):
        raise Refused(f"争议已经提请{one.office.title}裁定，裁定以后再请被检查单位看。")
    check_in_team(by, one)
    _check_answered(one)


def check_can_close(by: Viewer, one: Inspection) -> None:
    """Somebody of the office: papers are given out in its name, and hazards are assigned by it."""
    leads(one, Status.CLOSED)
    _office(by, one)
    if waits_for_ruling(one):
        raise Refused("争议还没有裁定，裁定以后才能办结。")
    if silent := _without_opinion(one):
        raise Refused(f"专家{'、'.join(silent)}还没有签意见，签了才能办结。")
    if not in_team(by, one):
        by.check(May.PLAN_INSPECTION)
    by.check(May.ASSIGN_HAZARD)
    _check_answered(one)


def _check_answered(one: Inspection) -> None:
    if left := Finding.objects.filter(inspection=one, answer="").exclude(objection="").count():
        raise Refused(f"还有 {left} 条异议没有答复。请检查组先答复。")


def check_can_dispute(by: Viewer, one: Inspection) -> None:
    """The inspected side of a cross-check: over the score, or over an objection that was answered; once."""
    if one.mode != Mode.CROSS:
        raise Refused("只有交叉互检由上级裁定；别的检查请提出异议，由检查组答复。")
    check_can_respond(by, one, Status.OBJECTED)
    if Dispute.objects.filter(inspection=one).exists():
        raise Refused("上级已经裁定过，不再裁定第二次。")
    if one.score is None and not Finding.objects.filter(inspection=one).exclude(objection="").exists():
        raise Refused("没有得分。对问题有异议的，先提出异议由检查组答复；还不认可再提请裁定。")


def check_can_rule(by: Viewer, one: Inspection) -> None:
    """The level that supervises both sides: the office of the cross-check, by somebody who did not inspect."""
    found = Dispute.objects.filter(inspection=one).first()
    if found is None:
        raise Refused("没有提请裁定的争议。")
    if found.ruled_at:
        raise Refused("已经裁定过了。")
    _office(by, one)
    by.check(May.PLAN_INSPECTION)
    if in_team(by, one):
        raise Refused("您在检查组里，由本单位另一位同事裁定。")


def waits_for_ruling(one: Inspection) -> bool:
    return Dispute.objects.filter(inspection=one, ruled_at=None).exists()


def check_can_opine(by: Viewer, one: Inspection) -> None:
    """An expert of the team, from the start until the papers are given out."""
    if one.status not in UNDERWAY:
        raise Refused(f"现在是“{one.get_status_display()}”，到场以后、办结以前由专家签意见。")
    if by.persons.isdisjoint(one.experts):
        raise Refused("意见由检查组里的专家签。")
    if Signature.objects.filter(inspection=one, side=Side.EXPERT, person__in=by.persons).exists():
        raise Refused("您的意见已经签过。")


def check_can_issue(by: Viewer, one: Inspection) -> None:
    if one.status != Status.CLOSED:
        raise Refused("交换意见并办结以后才能出具文书。")
    _office(by, one)
    by.check(May.PLAN_INSPECTION)


def check_can_decide(by: Viewer, one: Inspection, agency: Unit) -> None:
    """Each department of a joint inspection writes its own outcome; the office may write down an agency's paper."""
    if one.plan is None or (agency.pk != one.office_id and agency.pk not in one.plan.agencies):
        raise Refused(f"{agency.title}不是这次联合检查的部门。")
    if one.under_seal or one.status in (Status.PLANNED, Status.CANCELLED, Status.STARTED, Status.HELD):
        raise Refused("检查完毕并交换意见以后，各部门再登记处理结果。")
    if by.is_agency:
        by.check(May.COOPERATE)
        if by.unit.pk != agency.pk:
            raise Refused(f"这里登记{by.unit.title}自己的处理结果。")
        return
    _office(by, one)
    check_in_team(by, one)


def _without_opinion(one: Inspection) -> list[str]:
    """Names of the experts of the team who have signed no opinion."""
    given = Signature.objects.filter(inspection=one, side=Side.EXPERT).values("person")
    left = Person.objects.filter(pk__in=one.experts, left_on=None).exclude(pk__in=given)
    return list(left.order_by("sort_key").values_list("name", flat=True))


def _office(by: Viewer, one: Inspection) -> None:
    if by.unit.pk != one.office_id:
        raise Refused(f"这一步由{one.office.title}办理。")


def _another_reviewer(one: Inspection) -> bool:
    planning = [
        post for post in people.posts_of(one.office)
        if institution_of(post.reach).pk == one.office_id and Viewer(Appointment(post=post)).may(May.PLAN_INSPECTION)
    ]  # fmt: skip
    return any(held.person_id != one.done_by_id for post in planning for held in people.holders_of(post))
