"""A known device and a PIN: a short secret that is good for nothing anywhere else."""

from __future__ import annotations

import secrets
from itertools import pairwise

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.org.kinds import Kind
from weian.foundation.org.models import Unit
from weian.foundation.people.actions.accounts import open_invitation, spend
from weian.foundation.people.models import Account, Device, Person
from weian.foundation.people.queries import institution_of
from weian.foundation.people.roles import May
from weian.foundation.people.tokens import digest
from weian.foundation.people.viewer import Refused, Viewer
from weian.kernel import clock
from weian.kernel.actor import Actor, System

DIGITS = 6


def check_pin(pin: str, person: Person) -> None:
    """Raise Refused for what is guessed first: one digit, a run, a part of the own number or phone."""
    if len(pin) != DIGITS or not (pin.isascii() and pin.isdigit()):
        raise Refused("PIN 是 6 位数字。")
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if steps in ({0}, {1}, {9}) or len(set(pin)) < 3:
        raise Refused("这个 PIN 太容易猜中（同一个数字、连号），请换一个。")
    if pin in person.phone or (
        person.staff_no and (pin in person.staff_no or person.staff_no.endswith(pin.lstrip("0")))
    ):
        raise Refused("PIN 不能是工号或手机号里的数字，请换一个。")


def set_pin(account: Account, pin: str, *, by: Actor) -> None:
    """Raises Refused for a PIN that is too easy."""
    check_pin(pin, account.person)
    with transaction.atomic():
        account.pin = make_password(pin)
        account.save(update_fields=["pin"])
        person = account.person
        audit.record("account.pin_set", kind="person", record=person.uid, chain=person.unit_id, by=by)


def set_first_pin(token: str, pin: str) -> Account:
    """Use a first-sign-in invitation: the account's owner sets a PIN. Raises Refused."""
    with transaction.atomic():
        invitation = open_invitation(token)
        if invitation.person is None:
            raise Refused("这个链接不是用来设置 PIN 的。")
        account = Account.objects.select_for_update().get(person=invitation.person)
        set_pin(account, pin, by=System("凭一次性链接设置 PIN"))
        spend(invitation)
    return account


def pin_fits(account: Account, pin: str) -> bool:
    return bool(account.pin) and account.is_active and check_password(pin, account.pin)


def bind_own(person: Person, label: str, *, by: Actor) -> tuple[Device, str]:
    """The person's own device; returns the secret for its cookie, which is kept nowhere else."""
    return _bind(Device(kind=Device.Kind.OWN, person=person, label=label), by)


def bind_shared(unit: Unit, label: str, *, by: Viewer) -> tuple[Device, str]:
    """The computer that people of a department share. Raises Refused."""
    check_can_share(by, unit)
    return _bind(Device(kind=Device.Kind.SHARED, unit=unit, label=label), by)


def end_device(device: Device, *, by: Viewer, why: str = "") -> None:
    """The device is not known any more; a PIN opens nothing there. Raises Refused."""
    check_can_end(by, device)
    with audit.changed(device, "device.ended", by=by, why=why):
        device.ended_at = device.ended_at or clock.now()


def check_can_share(by: Viewer, unit: Unit) -> None:
    """The desk of the institution, its security administrator, or the head of that very department."""
    if unit.kind != Kind.DEPARTMENT:
        raise Refused("共用电脑属于一个科室。请先选科室。")
    if not (by.reaches(unit) and institution_of(unit).pk == by.unit.pk):
        raise Refused("只能设本单位科室的共用电脑。")
    if not (by.may(May.ROUTE_TASKS) or by.may(May.SECURITY) or (by.may(May.ASSIGN_HAZARD) and by.reach.pk == unit.pk)):
        raise Refused("共用电脑由本单位安全管理人员、安全管理员（三员）或本科室负责人设置。")


def check_can_end(by: Viewer, device: Device) -> None:
    if device.person_id == by.person.pk:
        return
    if device.unit is not None:
        return check_can_share(by, device.unit)
    if not (by.may(May.SECURITY) and by.reaches(device.person.unit)):  # type: ignore[union-attr]
        raise Refused("别人的设备由安全管理员（三员）解除。")


def _bind(device: Device, by: Actor) -> tuple[Device, str]:
    token = secrets.token_urlsafe(32)
    device.digest, device.bound_at = digest(token), clock.now()
    audit.created(device, "device.bound", by=by, facts={"kind": device.kind})
    return device, token
