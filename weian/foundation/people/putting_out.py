"""Whether somebody was put out: what their phone has read must go, which a session that ran out does not ask for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from weian.foundation.audit import api as audit
from weian.foundation.audit.models import Event
from weian.foundation.people.models import Account, Device
from weian.foundation.people.tokens import digest

VERBS = ("sessions.ended", "account.stopped")


def is_put_out(person: UUID, *, since: datetime, device: str = "") -> bool:
    """Whether the account is stopped, its person has left, or sessions or this known device were ended `since` then."""
    account = Account.objects.filter(person=person).select_related("person").first()
    if account is None or not account.is_active or account.person.left_on is not None:
        return True
    if device and Device.objects.filter(digest=digest(device), ended_at__gt=since).exists():
        return True
    with audit.acting_as_system("A phone asks whether its person was put out"):
        return Event.objects.filter(record=person, verb__in=VERBS, at__gt=since).exists()
