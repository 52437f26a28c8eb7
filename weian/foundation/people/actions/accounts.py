"""Ways in: accounts without passwords until their owner sets one through a one-time invitation."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.models import Account, Invitation, Person
from weian.foundation.people.pack_schema import limit
from weian.foundation.people.tokens import digest
from weian.foundation.people.viewer import Refused
from weian.kernel import clock
from weian.kernel.actor import Actor, System

FIRST_RUN_LIFE = timedelta(days=7)


def open_account(person: Person, username: str, *, by: Actor) -> Account:
    """An account that nobody can sign in to until its owner sets a password. Raises IntegrityError if taken."""
    with transaction.atomic():
        account = Account.objects.create_user(username, person=person)
        audit.record("account.opened", kind="person", record=person.uid, chain=person.unit_id, by=by)
    return account


def invite(purpose: Invitation.Purpose, *, by: Actor, person: Person | None = None) -> str:
    """Make a one-time token and return it; only its digest is kept. A person's earlier tokens are worthless then."""
    token = secrets.token_urlsafe(24)
    now = clock.now()
    with transaction.atomic():
        if person is not None:
            Invitation.objects.filter(person=person, used_at=None).update(used_at=now)
        invitation = Invitation.objects.create(
            purpose=purpose, person=person, digest=digest(token), made_at=now, expires_at=now + _life(purpose)
        )
        audit.record(
            "invitation.made", kind="invitation", record=invitation.uid, by=by,
            chain=person.unit_id if person else invitation.uid, facts={"purpose": purpose},
        )  # fmt: skip
    return token


def invite_all(people: Sequence[Person], *, by: Actor) -> list[tuple[Person, str]]:
    """A one-time token for the first sign-in of each, in a fixed number of statements; earlier ones are worthless."""
    now, until = clock.now(), clock.now() + _life(Invitation.Purpose.FIRST_SIGN_IN)
    tokens = [(person, secrets.token_urlsafe(24)) for person in people]
    made = [
        Invitation(
            purpose=Invitation.Purpose.FIRST_SIGN_IN, person=person, digest=digest(token), made_at=now, expires_at=until
        )
        for person, token in tokens
    ]  # fmt: skip
    with transaction.atomic():
        Invitation.objects.filter(person__in=people, used_at=None).update(used_at=now)
        Invitation.objects.bulk_create(made)
        entries = [
            audit.Entry("invitation", one.uid, person.unit_id, {"purpose": one.purpose})
            for one, person in zip(made, people, strict=True)
        ]
        audit.record_all("invitation.made", entries, by=by)
    return tokens


def open_invitation(token: str) -> Invitation:
    """The invitation behind a token, if it can still be used. Raises Refused with one sentence for every other case."""
    invitation = Invitation.objects.select_related("person").filter(digest=digest(token)).first()
    if invitation is None or invitation.used_at is not None or invitation.expires_at <= clock.now():
        raise Refused("这个链接不存在、已用过或已过期。请向发给您的人再要一个。")
    return invitation


def set_first_password(token: str, password: str) -> Account:
    """Use a first-sign-in invitation: the account's owner sets the password. Raises Refused, ValidationError."""
    with transaction.atomic():
        invitation = open_invitation(token)
        if invitation.person is None:
            raise Refused("这个链接不是用来设置口令的。")
        account = Account.objects.select_for_update().get(person=invitation.person)
        validate_password(password, account)
        account.set_password(password)
        account.save(update_fields=["password"])
        spend(invitation)
        audit.record(
            "account.password_set", kind="person", record=invitation.person.uid, chain=invitation.person.unit_id,
            by=System("凭一次性链接设置口令"),
        )  # fmt: skip
    return account


def spend(invitation: Invitation) -> None:
    """Mark as used, once: of two who race the second is refused."""
    used = Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=clock.now())
    if not used:
        raise Refused("这个链接刚刚被用过了。")


def _life(purpose: str) -> timedelta:
    return FIRST_RUN_LIFE if purpose == Invitation.Purpose.FIRST_RUN else limit("first_link").span
