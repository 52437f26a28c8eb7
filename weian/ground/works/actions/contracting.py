"""A contractor comes into the register, signs, lets its people in, ends early."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from weian.foundation.audit import api as audit
from weian.foundation.evidence import api as evidence
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people import api as people
from weian.foundation.people.api import Refused, Viewer
from weian.foundation.people.models import Invitation, Person
from weian.ground.registry import api as registry
from weian.ground.works import access
from weian.ground.works.models import Contract, Contractor
from weian.ground.works.pack_schema import contract_kinds
from weian.kernel import clock

SUBJECT_TYPE = "contractor"
POST = "承包方现场负责人"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a contract says. `agreement` is the file of the 安全生产管理协议."""

    kind: str
    scope: str
    starts_on: date
    ends_on: date
    headcount: int
    department: Unit | None = None
    places: tuple[registry.Subject, ...] = ()
    agreement_until: date | None = None
    agreement: tuple[Any, ...] = field(default=(), compare=False)


def add_contractor(
    *, uid: UUID, by: Viewer, unit: Unit, name: str, service: str, code: str = "",
    subject: registry.Subject | None = None,
) -> Contractor:  # fmt: skip
    """Register a contractor of `unit`; the same uid again is the same contractor. `subject` is a service provider that
    the unit has registered already, by default a new one (what it is inspected as). Raises Refused."""
    access.check_can_keep(by, unit)
    name, code = name.strip(), code.strip().upper()
    if not name:
        raise Refused("请写承包方的全称。")
    earlier: Contractor | None = Contractor.objects.filter(pk=uid).first()
    if earlier is not None:
        if (earlier.unit_id, earlier.name) != (unit.pk, name):
            raise Refused("这一页已经登记过别的承包方。请返回列表，重新打开再填一次。")
        return earlier
    if Contractor.objects.filter(unit=unit, name=name).exists():
        raise Refused(f"{name}已经在本单位的名录里了。")
    if code and Contractor.objects.filter(unit=unit, code=code).exists():
        raise Refused(f"统一社会信用代码“{code}”已经在本单位的名录里了。")
    if subject is not None and (subject.kind, subject.unit_id) != (registry.Kind.PARTY, unit.pk):
        raise Refused("服务单位要选本单位登记的。")
    try:
        with transaction.atomic():
            subject = subject or registry.add(
                uid=uuid5(uid, "subject"), by=by, unit=unit, type=SUBJECT_TYPE, name=name,
                fields={"service": service.strip() or "见合同"},
            )  # fmt: skip
            party = org.add_contractor(by=by, owner=unit, name=name)
            made = Contractor(uid=uid, party=party, subject=subject, name=name, code=code, made_at=clock.now()).at(unit)
            audit.created(made, "contractor.added", by=by, facts={"name": name, "code": code})
            org.share(Contractor.audit_kind, [(party, made.pk)], by=by)
    except IntegrityError as taken:
        raise Refused(f"{name}刚刚被登记了，请刷新后再看。") from taken
    return made


def sign_contract(contractor: Contractor, terms: Terms, *, uid: UUID, by: Viewer) -> Contract:
    """A contract with what it covers; the same uid again is the same contract. Raises Refused."""
    access.check_can_keep(by, contractor.unit)
    earlier: Contract | None = Contract.objects.filter(pk=uid, contractor=contractor).first()
    if earlier is not None:
        return earlier
    _check(contractor, terms)
    made = Contract(
        uid=uid, contractor=contractor, kind=terms.kind, scope=terms.scope.strip(), starts_on=terms.starts_on,
        ends_on=terms.ends_on, headcount=terms.headcount, department=terms.department,
        places=[one.pk for one in terms.places], agreement_until=terms.agreement_until, made_at=clock.now(),
    ).at(contractor.unit)  # fmt: skip
    facts = {
        "contractor": str(contractor.pk), "kind": made.kind, "from": made.starts_on.isoformat(),
        "to": made.ends_on.isoformat(), "headcount": made.headcount,
    }  # fmt: skip
    with transaction.atomic():
        audit.created(made, "contract.signed", by=by, facts=facts)
        org.share(Contract.audit_kind, [(contractor.party, made.pk)], by=by)
        for file in terms.agreement:
            evidence.keep(
                file, by=by, unit=contractor.unit, owner_kind=Contract.audit_kind, owner_uid=made.pk, role="file"
            )
    return made


def end_contract(contract: Contract, *, by: Viewer, on: date, why: str) -> Contract:
    """Before its time; `on` is the first day on which it does not hold."""
    access.check_can_keep(by, contract.unit)
    if not why.strip():
        raise Refused("请写明为什么提前终止。")
    if not contract.starts_on <= on <= contract.ends_on:
        raise Refused("终止日要在合同期内。")
    with audit.changed(contract, "contract.ended", by=by, why=why, facts={"on": on.isoformat()}) as was:
        if was.ended_on is not None:
            raise Refused("这份合同已经终止了。")
        contract.ended_on, contract.end_why = on, why.strip()[:200]
    return contract


def admit(contractor: Contractor, *, by: Viewer, name: str, phone: str = "") -> tuple[Person, str]:
    """Let somebody of the contractor in: a person at its party, an account, and a link for the first sign-in."""
    access.check_can_keep(by, contractor.unit)
    if not name.strip():
        raise Refused("请写姓名。")
    with transaction.atomic():
        party = contractor.party
        person = people.add_person(by=by, unit=party, name=name.strip(), phone=phone.strip())
        held = people.posts_of(party, post_class=people.PostClass.CONTRACTOR)
        post = held[0] if held else people.add_post(
            by=by, unit=party, title=POST, post_class=people.PostClass.CONTRACTOR
        )  # fmt: skip
        people.appoint(person, post, by=by)
        people.open_account(person, f"cb{secrets.randbelow(10**8):08d}", by=by)
        token = people.invite(Invitation.Purpose.FIRST_SIGN_IN, by=by, person=person)
    return person, token


def dismiss(contractor: Contractor, person: Person, *, by: Viewer, why: str) -> None:
    """Somebody of the contractor leaves: from today on they hold no post there and see nothing."""
    access.check_can_keep(by, contractor.unit)
    if person.unit_id != contractor.party_id:
        raise Refused(f"{person.name}不是{contractor.name}的人。")
    if not why.strip():
        raise Refused("请写明原因。")
    with transaction.atomic():
        for held in person.appointments.on(clock.today()):
            last = max(clock.today(), held.valid_from + timedelta(days=1))  # a term has at least one day
            people.end_appointment(held, by=by, on=last, why=why.strip())
        with audit.changed(person, "person.left", by=by, why=why.strip()):
            person.left_on = clock.today()
        people.shut_account(person, by=by, why=why)


def _check(contractor: Contractor, terms: Terms) -> None:
    unit = contractor.unit
    if terms.kind not in contract_kinds():
        raise Refused("请选服务类别。")
    if not terms.scope.strip():
        raise Refused("请写服务范围。")
    if terms.ends_on < terms.starts_on:
        raise Refused("合同止日早于起日，请核对。")
    if terms.department is not None and not unit.pos < terms.department.pos < unit.end:
        raise Refused(f"{terms.department.name}不是{unit.name}的科室，请重新选。")
    if any(one.unit_id != unit.pk for one in terms.places):
        raise Refused("场所要选本单位登记的。")
