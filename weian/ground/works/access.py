"""Who may do what with contractors, permits and sites. Every refusal is a Chinese sentence that says who can.

The owner (甲方) keeps registers, approves, stops and closes; a contractor asks, works and proves; who asked never
approves. In a unit of one person the commission above approves.
"""

from __future__ import annotations

from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Refused, Viewer, leads
from weian.ground.hazards import api as hazards
from weian.ground.works.models import Charge, Contract, Contractor, Permit, Site, StopOrder
from weian.ground.works.states import Built, Permitted, Stopped
from weian.kernel import clock


def check_can_keep(by: Viewer, unit: Unit) -> None:
    """Contractors, contracts and sites are the owner's own register."""
    by.check(May.MANAGE_WORKS)
    if by.unit.pk != unit.pk:
        raise Refused(f"承包方和施工项目由{unit.name}自己登记、管理。")


def check_can_charge(by: Viewer, hazard: hazards.Hazard) -> None:
    check_can_keep(by, hazard.unit)
    if not hazard.is_open:
        raise Refused("已经销号的隐患不再记到承包方账上。")


def check_can_hand_over(by: Viewer, charge: Charge) -> None:
    """The owner gives the hazard to somebody of the contractor, with a day."""
    check_can_keep(by, charge.unit)
    if charge.hazard.status not in (
        hazards.Status.REPORTED, hazards.Status.GRADED, hazards.Status.RETURNED, hazards.Status.REOPENED,
    ):  # fmt: skip
        raise Refused(f"这条隐患现在是“{charge.hazard.get_status_display()}”，已经有整改责任人。")


def check_can_prove(by: Viewer, charge: Charge) -> None:
    """The contractor's own people, until the hazard is verified."""
    by.check(May.SERVE)
    if by.unit.pk != charge.contractor.party_id:
        raise Refused(f"整改证明由{charge.contractor.name}上传。")
    if charge.hazard.status in hazards.STOPPED:
        raise Refused(
            f"这条隐患现在是“{charge.hazard.get_status_display()}”，不用再传整改证明。销号由{charge.unit.name}办理。"
        )


def check_can_ask_permit(by: Viewer, unit: Unit, contractor: Contractor | None) -> None:
    """The owner's own staff, or people of a contractor whose contract is in force."""
    if by.is_contractor:
        by.check(May.SERVE)
        if contractor is None or contractor.party_id != by.unit.pk:
            raise Refused("只能为本承包方的作业申请。")
    else:
        by.check(May.REPORT_HAZARD)
        if by.unit.pk != unit.pk:
            raise Refused(f"作业票由{unit.name}的人或它的承包方申请。")
    if contractor is not None and not Contract.objects.filter(contractor=contractor).active().exists():
        raise Refused(f"{contractor.name}现在没有有效的合同，不能申请作业票。请先由{unit.name}登记或续签合同。")


def check_not_stopped(site: Site | None, contractor: Contractor | None) -> None:
    """No work while a stop-work order stands over the site, or over any site of who would do it (S0-2.5d)."""
    found = StopOrder.objects.standing().select_related("site")
    if site is not None and (order := found.filter(site=site).first()) is not None:
        raise Refused(f"{site.name}正在停工（{order.reason}），不能作业。同意复工以后再申请。")
    if contractor is not None and (order := found.filter(site__contractor=contractor).first()) is not None:
        raise Refused(
            f"{contractor.name}的“{order.site.name}”正在停工（{order.reason}），不能作业。同意复工以后再申请。"
        )


def check_can_approve(by: Viewer, permit: Permit) -> None:
    leads(permit, Permitted.APPROVED)
    _decides(by, permit)
    check_not_stopped(permit.site, permit.contractor)
    if permit.ends_at <= clock.now():
        raise Refused("作业时间已经过去，不能再批准。请重新申请。")
    check_certified(permit)


def check_can_refuse(by: Viewer, permit: Permit) -> None:
    leads(permit, Permitted.REFUSED)
    _decides(by, permit)


def check_can_begin(by: Viewer, permit: Permit) -> None:
    """On the spot, within the window, with a certificate that still holds."""
    leads(permit, Permitted.WORKING)
    _side(by, permit)
    now = clock.now()
    if not permit.starts_at <= now < permit.ends_at:
        raise Refused("现在不在批准的作业时间里，不能开始。时间变了要重新申请。")
    check_not_stopped(permit.site, permit.contractor)
    check_certified(permit)


def check_can_end(by: Viewer, permit: Permit) -> None:
    leads(permit, Permitted.ENDED)
    _side(by, permit)


def check_can_recheck(by: Viewer, permit: Permit) -> None:
    """Somebody of the owner other than who asked, not before the smouldering time is over."""
    leads(permit, Permitted.CLOSED)
    by.check(May.REPORT_HAZARD)
    if by.unit.pk != permit.unit_id:
        raise Refused(f"复查由{permit.unit.name}的人到现场办理。")
    if permit.asked_by_id in by.persons:
        raise Refused("复查由申请人以外的另一个人办理。")
    begin = permit.recheck_from
    if begin is not None and clock.now() < begin:
        from_ = f"{begin.astimezone(clock.SHANGHAI):%H:%M}"
        raise Refused(f"作业结束满 {permit.recheck_minutes} 分钟才能复查，请在 {from_} 以后去看。")


def check_can_halt(by: Viewer, permit: Permit) -> None:
    leads(permit, Permitted.HALTED)
    _owner(by, permit.unit)


def check_can_cancel(by: Viewer, permit: Permit) -> None:
    leads(permit, Permitted.CANCELLED)
    if permit.asked_by_id not in by.persons:
        raise Refused("作废由申请人办理；要停下来请用“叫停”。")


def check_certified(permit: Permit) -> None:
    """The certificate holds on every day of the work (S0-2.5c)."""
    last = permit.ends_at.astimezone(clock.SHANGHAI).date()
    if permit.certificate_until < last:
        raise Refused(
            f"{permit.worker}的证件有效期到 {permit.certificate_until}，作业到 {last}，证件过期，不能作业。"
            "请换持有效证件的人。"
        )


def check_can_begin_site(by: Viewer, site: Site) -> None:
    check_can_keep(by, site.unit)
    leads(site, Built.BUILDING)


def check_can_finish(by: Viewer, site: Site) -> None:
    check_can_keep(by, site.unit)
    leads(site, Built.FINISHED)
    if site.standing_order() is not None:
        raise Refused("停工令还没有解除，不能竣工。")


def check_can_invite(by: Viewer, site: Site) -> None:
    check_can_keep(by, site.unit)
    if site.status == Built.FINISHED:
        raise Refused("已经竣工，不再请协同部门。")


def check_can_find(by: Viewer, unit: Unit, site: Site | None) -> None:
    """Put a violation down: the owner's people, those above it, and an agency at a site in which it co-operates."""
    if by.is_agency:
        by.check(May.COOPERATE)
        if site is None or by.unit.pk not in site.agencies:
            raise Refused("协同部门只能在请它配合的项目上登记。")
        return
    by.check(May.REPORT_HAZARD)
    if not by.unit.holds(unit):
        raise Refused(f"{unit.name}不在{by.unit.name}的范围内，不能在这里登记。")


def check_can_stop(by: Viewer, site: Site) -> None:
    """The owner, or the commission above it."""
    _owner(by, site.unit)
    if site.status != Built.BUILDING:
        raise Refused(f"项目现在是“{site.get_status_display()}”，没有在施工。")
    if site.standing_order() is not None:
        raise Refused("已经在停工了。")


def check_can_ask_resume(by: Viewer, order: StopOrder) -> None:
    """Whoever builds, or the owner's safety people for them."""
    leads(order, Stopped.ASKED)
    if by.is_contractor:
        by.check(May.SERVE)
        if by.unit.pk != order.site.contractor.party_id:
            raise Refused(f"复工由{order.site.contractor.name}申请。")
        return
    check_can_keep(by, order.unit)


def check_can_lift(by: Viewer, order: StopOrder) -> None:
    """Another person than who asked (S0-2.5d)."""
    leads(order, Stopped.LIFTED)
    _owner(by, order.unit)
    if order.asked_by in by.persons:
        raise Refused("您申请的复工，要由另一个人同意。")


def check_can_refuse_resume(by: Viewer, order: StopOrder) -> None:
    leads(order, Stopped.ORDERED)
    _owner(by, order.unit)


def _owner(by: Viewer, unit: Unit) -> None:
    by.check(May.MANAGE_WORKS)
    if by.unit.pk != unit.pk and not by.supervises(unit):
        raise Refused(f"这一步由{unit.name}或它的上级办理。")


def _decides(by: Viewer, permit: Permit) -> None:
    _owner(by, permit.unit)
    if permit.asked_by_id in by.persons:
        raise Refused("您申请的作业票，要由另一个人审批。")


def _side(by: Viewer, permit: Permit) -> None:
    """The side that does the work: the contractor's people, or the owner's own staff."""
    if by.is_contractor:
        by.check(May.SERVE)
        if permit.contractor is None or permit.contractor.party_id != by.unit.pk:
            raise Refused("这张作业票不是本承包方的。")
        return
    by.check(May.REPORT_HAZARD)
    if by.unit.pk != permit.unit_id:
        raise Refused(f"现场由{permit.unit.name}或承包方的人办理。")
