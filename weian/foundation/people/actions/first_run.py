"""A clean instance gets its first commission and its first administrator."""

from __future__ import annotations

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.org.models import Instance, Unit
from weian.foundation.people.actions.accounts import open_account, open_invitation, spend
from weian.foundation.people.actions.people import add_person, add_post, appoint
from weian.foundation.people.models import Account
from weian.foundation.people.roles import PostClass
from weian.foundation.people.viewer import Refused
from weian.kernel import clock

ROOT = "卫生健康系统"


def found(*, is_demo: bool, name: str = "卫安") -> Instance:
    """Make the one row that says what this installation is. Raises IntegrityError if there is one."""
    return Instance.objects.create(is_demo=is_demo, name=name, made_at=clock.now())


def open_house(
    token: str, *, commission: str, level: str, region: int, name: str, username: str, password: str
) -> Account:
    """Use the first-run token: the top commission, a system administrator and a regulator's post, held by one person.

    Raises Refused if the token is spent or a commission exists already.
    """
    with transaction.atomic(), audit.acting_as_system("首次启用") as system:
        invitation = open_invitation(token)
        if Unit.objects.exists():
            raise Refused("这里已经启用过了。请用已有的账号登录。")
        root = org.add_unit(by=system, parent=None, kind=org.Kind.ROOT, name=ROOT)
        top = org.add_unit(
            by=system, parent=root, kind=org.Kind.COMMISSION, level=level, name=commission, region=region
        )
        person = add_person(by=system, unit=top, name=name)
        for title, post_class in (("安全监管岗", PostClass.REGULATOR), ("系统管理员", PostClass.SYSTEM_ADMIN)):
            appoint(person, add_post(by=system, unit=top, title=title, post_class=post_class), by=system)
        account = open_account(person, username, by=system)
        account.set_password(password)
        account.save(update_fields=["password"])
        spend(invitation)
    return account
