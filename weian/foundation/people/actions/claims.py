"""At a poster on the wall of a ward somebody says who they are; the head of the ward says whether it is so."""

from __future__ import annotations

import secrets
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people.actions.accounts import open_account
from weian.foundation.people.actions.devices import check_pin
from weian.foundation.people.models import Account, Claim, Device, Person, Poster
from weian.foundation.people.pack_schema import limit
from weian.foundation.people.queries import ways_in
from weian.foundation.people.roles import May
from weian.foundation.people.tokens import digest
from weian.foundation.people.viewer import Refused, Viewer
from weian.kernel import clock
from weian.kernel.actor import System

TAIL = 4  # digits of the staff number or the phone that somebody must at least know


def put_up(unit: Unit, *, by: Viewer) -> tuple[Poster, str]:
    """A new poster for a department; returns the secret of its address. Raises Refused."""
    if not by.may(May.MANAGE_PEOPLE) or not by.reaches(unit):
        raise Refused("张贴的二维码由系统管理员给出。")
    token = secrets.token_urlsafe(18)
    now = clock.now()
    with transaction.atomic():
        Poster.objects.filter(unit=unit, expires_at__gt=now).update(expires_at=now)
        poster = Poster(unit=unit, digest=digest(token), made_at=now, expires_at=now + limit("poster").span)
        audit.created(poster, "poster.put_up", by=by)
    return poster, token


def open_poster(token: str) -> Poster:
    """The poster behind an address. Raises Refused where it does not hold any more."""
    poster = (
        Poster.objects.select_related("unit__parent").filter(digest=digest(token), expires_at__gt=clock.now()).first()
    )
    if poster is None:
        raise Refused("这张二维码不存在或已过期。请向科室负责人要一张新的。")
    return poster


def name_oneself(poster: Poster, name: str, number: str, pin: str) -> str:
    """Somebody says who they are. Returns the secret for the cookie of their phone, whether or not they are known:
    who guesses learns nothing. Raises Refused for a PIN that is too easy.
    """
    token = secrets.token_urlsafe(32)
    check_pin(pin, Person(name=name, staff_no=number))
    hashed = make_password(pin)  # also for nobody: the time an answer takes tells nothing
    person = _known(poster.unit, name, number)
    if person is None:
        return token
    check_pin(pin, person)
    with transaction.atomic():
        system = System("科室二维码自报姓名")
        # Said again, from another phone or with another PIN: the last word counts.
        Claim.objects.filter(person=person, decided_at=None).delete()
        claim = Claim(poster=poster, person=person, pin=hashed, device=digest(token), asked_at=clock.now())
        audit.created(claim, "claim.made", by=system, facts={"person": str(person.uid)})
    return token


@transaction.atomic
def decide(claim: Claim, *, yes: bool, by: Viewer) -> None:
    """The head of the ward knows the person, or does not. Raises Refused."""
    check_can_decide(by, claim.poster.unit_id)
    facts = {"person": str(claim.person_id), "is": yes}
    with audit.changed(claim, "claim.decided", by=by, facts=facts) as was:
        if was.decided_at is not None:
            raise Refused("这一条刚刚已经确认过了。")
        if was.asked_at + limit("claim").span <= clock.now():
            raise Refused("自报的时间太久了，请本人再扫一次码。")
        claim.decided_at, claim.decided_by, claim.accepted = clock.now(), by.person, yes
    if not yes:
        return
    account = Account.objects.select_for_update().filter(person=claim.person).first()
    if account is None:
        account = open_account(claim.person, f"u-{uuid4().hex[:10]}", by=by)
    if ways_in([claim.person_id]):
        raise Refused("这个人已经设好了登录方式。忘了的，请系统管理员给新的一次性链接。")
    account.pin = claim.pin
    account.save(update_fields=["pin"])
    device = Device(
        kind=Device.Kind.OWN, person=claim.person, label="扫科室二维码的手机", digest=claim.device, bound_at=clock.now()
    )
    audit.created(device, "device.bound", by=by, facts={"kind": device.kind, "claim": str(claim.uid)})


def check_can_decide(by: Viewer, ward: UUID) -> None:
    """Who knows the people of the ward: its head. The desk of the institution where there is no other."""
    if by.reach.pk == ward and by.may(May.ASSIGN_HAZARD):
        return
    unit = Unit.objects.get(pk=ward)
    if not (by.may(May.ROUTE_TASKS) and by.reaches(unit) and not by.is_commission):
        raise Refused("自报的姓名由科室负责人或本单位安全管理人员确认。")


def _known(ward: Unit, name: str, number: str) -> Person | None:
    """The one person of the ward with that name and number who has no way in yet."""
    number = number.strip()

    def fits(one: Person) -> bool:
        tail = len(number) >= TAIL and (one.staff_no.endswith(number) or one.phone.endswith(number))
        return tail or (number != "" and one.staff_no == number)

    found = [one for one in Person.objects.filter(unit=ward, name=name.strip(), left_on=None) if fits(one)]
    return found[0] if len(found) == 1 and not ways_in([found[0].pk]) else None
