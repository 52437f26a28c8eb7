"""A hazard is put on a contractor's account, given to its people, and proved by them. The owner verifies and closes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from weian.foundation.audit import api as audit
from weian.foundation.evidence import api as evidence
from weian.foundation.org import api as org
from weian.foundation.people.api import Refused, Viewer, staff_of
from weian.foundation.people.models import Person
from weian.ground.hazards import api as hazards
from weian.ground.hazards.api import Hazard
from weian.ground.registry import api as registry
from weian.ground.works import access, reach, telling
from weian.ground.works.models import Charge, Contractor
from weian.kernel import clock
from weian.kernel.actor import Actor


@dataclass(frozen=True)
class Order:
    """How a hazard is to be put right: by whom of the contractor, how and until when."""

    grade: str
    responsible: Person | None
    measure: str
    due: date | None
    money: Decimal | None = Decimal(0)
    at_once: bool = True
    interim_measure: str = ""
    plan: str = ""


def charge(hazard: Hazard, contractor: Contractor, *, by: Viewer) -> Charge:
    """The owner puts a hazard on a contractor's account. Raises Refused where it is on another's."""
    access.check_can_charge(by, hazard)
    return put(hazard, contractor, by=by, person=by.person, source="owner")


def put(hazard: Hazard, contractor: Contractor, *, by: Actor, person: Person | None, source: str) -> Charge:
    """The same without asking who may: what an inspection or a violation found. Twice is once."""
    if hazard.unit_id != contractor.unit_id:
        raise Refused(f"{contractor.name}不是这条隐患所在单位的承包方。")
    earlier: Charge | None = Charge.objects.filter(hazard=hazard).select_related("contractor").first()
    if earlier is not None:
        if earlier.contractor_id != contractor.pk:
            raise Refused(f"这条隐患已经记在{earlier.contractor.name}账上。")
        return earlier
    made = Charge(hazard=hazard, contractor=contractor, source=source, made_at=clock.now(), made_by=person).at(
        contractor.unit
    )
    with transaction.atomic():
        facts = {"hazard": str(hazard.pk), "contractor": str(contractor.pk), "source": source}
        audit.created(made, "charge.made", by=by, facts=facts)
        org.share(Charge.audit_kind, [(contractor.party, made.pk)], by=by)
        org.share(Hazard.audit_kind, [(contractor.party, hazard.pk)], by=by)
        telling.charged(made)
    return made


def charge_found(hazard: Hazard, subject: UUID | None = None, *, by: Viewer) -> Charge | None:
    """What an inspection found goes on the account of whoever answers for the place, with no second entry: that of
    `subject`, of what was looked at; else that of the place of the hazard itself, however the inspection came to it."""
    for place in dict.fromkeys(filter(None, (subject, hazard.subject_id))):
        contractor = contractor_at(place)
        if contractor is not None and contractor.unit_id == hazard.unit_id:
            return put(hazard, contractor, by=by, person=by.person, source="inspection")
    return None


def contractor_at(subject: UUID) -> Contractor | None:
    """Whose a subject is: the contractor itself, or who builds at the site or at the one in which it lies."""
    around = registry.Subject.objects.filter(pk=subject).values("parent")
    at_site = Q(sites__subject=subject) | Q(sites__subject__in=around)
    found: Contractor | None = (
        Contractor.objects.select_related("unit", "party").filter(Q(subject=subject) | at_site).distinct().first()
    )
    return found


def hand_over(one: Charge, order: Order, *, by: Viewer) -> Charge:
    """Grade it where that was not done, and assign it to somebody of the contractor. Raises Refused, Incomplete."""
    access.check_can_hand_over(by, one)
    hazard = one.hazard
    if order.responsible is not None and order.responsible.unit_id != one.contractor.party_id:
        raise Refused(f"整改责任人要选{one.contractor.name}的人。")
    if order.responsible is None and not staff_of(one.contractor.party).exists():
        raise Refused(f"{one.contractor.name}还没有人能登录。请先在它的页面上添加人员。")
    with transaction.atomic():
        if hazard.status == hazards.Status.REPORTED:
            hazards.grade(hazard, order.grade, by=by)
        elements = hazards.Elements(
            responsible=order.responsible, measure=order.measure, money=order.money, due=order.due, plan=order.plan,
            interim_measure=order.interim_measure, at_once=order.at_once,
        )  # fmt: skip
        hazards.assign(hazard, elements, by=by)
        telling.handed_over(one)
    return one


def prove(one: Charge, *, by: Viewer, note: str, photos: Sequence[hazards.Photo]) -> Charge:
    """The contractor shows what was done. Where the hazard was given to it, this asks for verification; before that
    the proof is kept with the hazard. Raises Refused without a word or a photograph."""
    access.check_can_prove(by, one)
    if not note.strip():
        raise Refused("请写一句怎么改的。")
    if not photos:
        raise Refused("请至少上传一张整改后的照片。")
    with reach.around(by), transaction.atomic():
        hazard = one.hazard
        if hazard.responsible_id and hazard.responsible.unit_id == one.contractor.party_id:  # type: ignore[union-attr]
            if hazard.status != hazards.Status.RECTIFYING:
                hazards.rectify(hazard, by=by, note=note)
            hazards.apply(hazard, by=by, note=note, photos=photos)
        else:
            for photo in photos:
                evidence.keep(
                    photo.file, by=by, unit=hazard.unit, owner_kind=Hazard.audit_kind, owner_uid=hazard.pk,
                    role="after", source=photo.source, uid=photo.uid,
                )  # fmt: skip
            audit.record(
                "charge.proved", kind=Charge.audit_kind, record=one.pk, chain=one.unit_id, by=by,
                facts={"files": len(photos), "note": note.strip()[:200]},
            )  # fmt: skip
        telling.proved(one)
    return one
