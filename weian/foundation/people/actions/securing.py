"""What the security administrator does: ends sessions, opens what wrong tries have locked, stops an account."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.models import Account, Device, Person, Session
from weian.foundation.people.roles import May
from weian.foundation.people.viewer import Refused, Viewer
from weian.kernel import clock


def check_can_secure(by: Viewer, person: Person) -> None:
    """Of the people of the own unit and below; nobody secures themselves."""
    by.check(May.SECURITY)
    if not by.reaches(person.unit):
        raise Refused("只管本单位及下级人员的账号。")


@transaction.atomic
def end_sessions(person: Person, *, by: Viewer, why: str = "") -> int:
    """Sign somebody out everywhere; returns how many sessions that were. Raises Refused."""
    check_can_secure(by, person)
    ended, _ = Session.objects.filter(account__person=person).delete()
    _note("sessions.ended", person, by, why=why, facts={"count": ended})
    return int(ended)


@transaction.atomic
def stop_account(person: Person, *, by: Viewer, why: str) -> None:
    """Nobody signs in by it until it is opened again; who is signed in is out, known devices are known no more."""
    check_can_secure(by, person)
    if person.pk == by.person.pk:
        raise Refused("不能停用自己的账号。")
    if not why.strip():
        raise Refused("停用账号要写理由。")
    shut_account(person, by=by, why=why)


@transaction.atomic
def shut_account(person: Person, *, by: Viewer, why: str) -> None:
    """The same for whoever let somebody in and lets them go (a contractor's people); the caller has asked who may."""
    Account.objects.filter(person=person).update(is_active=False)
    Device.objects.filter(person=person, ended_at=None).update(ended_at=clock.now())
    Session.objects.filter(account__person=person).delete()
    _note("account.stopped", person, by, why=why.strip())


@transaction.atomic
def open_again(person: Person, *, by: Viewer) -> None:
    """The account may sign in again."""
    check_can_secure(by, person)
    Account.objects.filter(person=person).update(is_active=True)
    _note("account.opened_again", person, by)


@transaction.atomic
def drop_second_step(person: Person, *, by: Viewer, why: str) -> None:
    """Somebody lost the phone with their second step: it is taken away, to be set up anew. Raises Refused."""
    check_can_secure(by, person)
    if not why.strip():
        raise Refused("取消第二步验证要写理由。")
    Authenticator.objects.filter(user__person=person).delete()
    Session.objects.filter(account__person=person).delete()
    _note("second_step.dropped", person, by, why=why.strip())


def note_unlocked(person: Person, *, by: Viewer) -> None:
    """The trace of an unlocking; the count of wrong tries itself lives with the sign-in library."""
    check_can_secure(by, person)
    with transaction.atomic():
        _note("account.unlocked", person, by)


def _note(verb: str, person: Person, by: Viewer, *, why: str = "", facts: dict[str, object] | None = None) -> None:
    audit.record(verb, kind="person", record=person.uid, chain=person.unit_id, by=by, why=why, facts=facts or {})
