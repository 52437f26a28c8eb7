"""Sites: a project is registered, begins, ends; work at it is stopped and goes on; agencies are asked to co-operate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import Q

from weian.foundation.audit import api as audit
from weian.foundation.evidence import api as evidence
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.foundation.people.models import Person
from weian.ground.hazards import api as hazards
from weian.ground.registry import api as registry
from weian.ground.works import access, numbers, reach, telling
from weian.ground.works.models import Contractor, Permit, Site, StopOrder
from weian.ground.works.order_paper import body_of
from weian.ground.works.states import Built, Permitted, Stopped
from weian.kernel import clock

SUBJECT_TYPE, OPEN = "construction_site", "project_open"


@dataclass(frozen=True, kw_only=True)
class Project:
    """What is built, by whom, until when, and who of the owner answers for its safety."""

    name: str
    contractor: Contractor
    keeper: Person
    starts_on: date
    ends_on: date
    supervisor: str = ""
    money: Decimal | None = None
    plan: str = ""
    parent: registry.Subject | None = None


def add_site(project: Project, *, uid: UUID, by: Viewer) -> Site:
    """Register a project with its place and the label that hangs at its entry; the same uid again is the same."""
    unit = project.contractor.unit
    access.check_can_keep(by, unit)
    earlier: Site | None = Site.objects.filter(pk=uid).first()
    if earlier is not None:
        return earlier
    if not project.name.strip():
        raise Refused("请写项目名称。")
    if project.ends_on < project.starts_on:
        raise Refused("计划竣工早于计划开工，请核对。")
    if not unit.holds(project.keeper.unit):
        raise Refused(f"{project.keeper.name}不是{unit.name}的人，安全负责人要由建设单位自己的人担任。")
    if Site.objects.filter(unit=unit, name=project.name.strip()).exists():
        raise Refused("已经有同名的项目了。")
    try:
        with transaction.atomic():
            subject = registry.add(
                uid=uuid5(uid, "subject"), by=by, unit=unit, type=SUBJECT_TYPE, name=project.name.strip(),
                parent=project.parent, fields={"builder": project.contractor.name},
            )  # fmt: skip
            registry.issue(subject, by=by)
            made = Site(
                uid=uid, name=project.name.strip(), subject=subject, contractor=project.contractor,
                supervisor=project.supervisor.strip(), money=project.money, starts_on=project.starts_on,
                ends_on=project.ends_on, keeper=project.keeper, plan=project.plan.strip(), made_at=clock.now(),
            ).at(unit)  # fmt: skip
            facts = {"name": made.name, "contractor": str(project.contractor.pk), "keeper": str(project.keeper.pk)}
            audit.created(made, "site.added", by=by, facts=facts)
            org.share(Site.audit_kind, [(project.contractor.party, made.pk)], by=by)
    except IntegrityError as taken:
        raise Refused("这个项目刚刚登记过了，请刷新后再看。") from taken
    return made


def begin_site(site: Site, *, by: Viewer) -> Site:
    """在建: from now on the owner looks at it every week (content, rounds)."""
    access.check_can_begin_site(by, site)
    with transaction.atomic():
        audit.move(site, Built.BUILDING, by=by)
        registry.change(site.subject, by=by, tags=sorted({*site.subject.tags, OPEN}))
    return site


def finish_site(site: Site, *, by: Viewer) -> Site:
    access.check_can_finish(by, site)
    with transaction.atomic():
        audit.move(site, Built.FINISHED, by=by)
        registry.change(site.subject, by=by, tags=sorted(set(site.subject.tags) - {OPEN}))
    return site


def invite(site: Site, agency: Unit, *, by: Viewer) -> Site:
    """Ask an agency (住房城乡建设 …) to co-operate: it reads the site and adds findings."""
    access.check_can_invite(by, site)
    if agency.kind != org.Kind.AGENCY:
        raise Refused(f"{agency.name}不是协同部门。")
    with audit.changed(site, "site.agency_invited", by=by, facts={"agency": str(agency.pk)}):
        site.agencies = [*dict.fromkeys([*site.agencies, agency.pk])]
        org.share(Site.audit_kind, [(agency, site.pk)], by=by)
        org.share(Contractor.audit_kind, [(agency, site.contractor_id)], by=by)
    return site


def stop(site: Site, *, uid: UUID, by: Viewer, reason: str) -> StopOrder:
    """停工, under a number: permits of the site and of whoever builds there are halted with it."""
    earlier: StopOrder | None = StopOrder.objects.filter(pk=uid, site=site).first()
    if earlier is not None:
        return earlier
    access.check_can_stop(by, site)
    if not reason.strip():
        raise Refused("请写明为什么停工、要改什么。")
    there = Q(unit=site.unit, contractor=site.contractor) | Q(site=site)
    try:
        with transaction.atomic():
            running = list(
                Permit.objects.filter(there, status__in=[Permitted.APPROVED, Permitted.WORKING]).order_by("uid")
            )
            made = StopOrder(
                uid=uid, site=site, reason=reason.strip(), ordered_at=clock.now(), ordered_by=by.person.pk,
                office=by.unit, no=numbers.take(by.unit, numbers.STOP), body=body_of(site, by.unit, len(running)),
            ).at(site.unit)  # fmt: skip
            audit.created(made, "stop_order.ordered", by=by, facts={"site": str(site.pk), "no": made.no})
            org.share(StopOrder.audit_kind, [(site.contractor.party, made.pk)], by=by)
            for permit in running:
                audit.move(permit, Permitted.HALTED, by=by, why="停工", values={"why": f"停工：{made.reason}"[:300]})
            telling.stopped(made)
    except IntegrityError as standing:
        raise Refused("已经在停工了。") from standing
    return made


def ask_resume(
    order: StopOrder, *, by: Viewer, answer: str, photos: Sequence[hazards.Photo] = ()
) -> StopOrder:  # fmt: skip
    """整改完毕，申请复工: what was done, with photographs."""
    with reach.around(by):
        access.check_can_ask_resume(by, order)
        if not answer.strip() or not photos:
            raise Refused("请写明改了什么，并附整改后的照片。")
        with transaction.atomic():
            for photo in photos:
                evidence.keep(
                    photo.file, by=by, unit=order.unit, owner_kind=StopOrder.audit_kind, owner_uid=order.pk,
                    role="after", source=photo.source, uid=photo.uid,
                )  # fmt: skip
            audit.move(order, Stopped.ASKED, by=by, values={"answer": answer.strip()})
            telling.resume_asked(order)
    return order


def lift(order: StopOrder, *, by: Viewer) -> StopOrder:
    access.check_can_lift(by, order)
    with transaction.atomic():
        audit.move(order, Stopped.LIFTED, by=by)
        telling.resume_decided(order, "同意复工")
    return order


def refuse_resume(order: StopOrder, *, by: Viewer, why: str) -> StopOrder:
    access.check_can_refuse_resume(by, order)
    if not why.strip():
        raise Refused("请写明还差什么。")
    with transaction.atomic():
        # Who ordered it and when stays; only the answer is sent back.
        values = {"refusal": why.strip(), "ordered_at": order.ordered_at, "ordered_by": order.ordered_by}
        audit.move(order, Stopped.ORDERED, by=by, verb="stop_order.resume_refused", why=why, values=values)
        telling.resume_decided(order, "不同意复工")
    return order
