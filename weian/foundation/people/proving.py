"""A signature asks again who signs: with the act itself, so that nothing that was typed is lost over it."""

from __future__ import annotations

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.http import HttpRequest

from weian.foundation.people import sitting, throttle
from weian.foundation.people.actions.devices import pin_fits
from weian.foundation.people.models import Account
from weian.foundation.people.pack_schema import limit
from weian.foundation.people.queries import is_shared_role
from weian.foundation.people.viewer import Refused
from weian.kernel import clock

FIELD = "proof"


def is_proved(request: HttpRequest) -> bool:
    """Signed in, or asked again, within the time of the content; or without anything to be asked for.

    A one-click role of a demo has nothing, nor has who came by a one-time link and has set nothing yet.
    """
    account = request.user
    assert isinstance(account, Account)
    if is_shared_role(account) or not (account.has_usable_password() or account.pin):
        return True
    records = get_authentication_records(request, account)
    return bool(records) and clock.now().timestamp() - records[-1]["at"] < limit("proof").span.total_seconds()


def check_proved(request: HttpRequest) -> None:
    """Let only who has proved who they are sign; the secret comes with the form. Raises Refused.

    A PIN is good on a device that is known, as at sign-in.
    """
    if is_proved(request):
        return
    account, secret = request.user, request.POST.get(FIELD, "")
    assert isinstance(account, Account)
    if not secret:
        raise Refused(f"距上次确认身份已超过 {limit('proof')}。请填“{label(request)}”，再签一次；填过的内容都在。")
    give_back = throttle.take_try(request, throttle.PIN, str(account.pk))
    if not (account.check_password(secret) or (_takes_pin(request) and pin_fits(account, secret))):
        raise Refused(f"{label(request)}不对，没有签。请再填一遍。")
    give_back()
    record_authentication(request, account, method="password", reauthenticated=True)


def label(request: HttpRequest) -> str:
    """What the field asks for here."""
    return "口令或 PIN" if _takes_pin(request) else "口令"


def _takes_pin(request: HttpRequest) -> bool:
    account = request.user
    assert isinstance(account, Account)
    return bool(account.pin) and sitting.known_device(request) is not None
