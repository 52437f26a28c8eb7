"""An act that must not be done at a screen left open asks again who acts: with the act itself, so that nothing that
was typed is lost over it. Which acts: `settings.ASKED_AGAIN`."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.internal import flows
from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from weian.foundation.people import sitting, throttle
from weian.foundation.people.actions.devices import pin_fits
from weian.foundation.people.models import Account, Confirmed, Way
from weian.foundation.people.pack_schema import limit
from weian.foundation.people.queries import is_shared_role
from weian.foundation.people.viewer import Refused, Viewer
from weian.kernel import clock

FIELD, KEY_FIELD = "proof", "proof_key"
_KEPT = "_ways_to_prove"


def asks_again(path: str) -> str:
    """The act behind an address, where it asks again who acts; empty elsewhere."""
    try:
        return settings.ASKED_AGAIN.get(resolve(path).url_name or "", "")
    except Resolver404:
        return ""


def proved(request: HttpRequest, *, due: bool = True) -> Viewer:
    """Who acts, for the deed: with how they said who they are, where the act of this address asks. Raises Refused.

    The secret comes with the form; a PIN is good on a device that is known, as at sign-in. `due` is false where an
    address asks for some of what it does, and this is not of them.
    """
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not asks_again(request.path_info):
        return viewer
    request.asked_again = True  # type: ignore[attr-defined]
    return replace(viewer, confirmed=standing(request) or _asked(request)) if due else viewer


def standing(request: HttpRequest) -> Confirmed | None:
    """What was said within the time of the content, or that there is nothing to be asked for; None who must be asked.

    A one-click role of a demo has nothing, nor has who came by a one-time link and has set nothing yet.
    """
    records = get_authentication_records(request, _account(request))
    if records:
        last = records[-1]
        if clock.now().timestamp() - last["at"] < limit("proof").span.total_seconds():
            return Confirmed(_way_of(last), datetime.fromtimestamp(last["at"], UTC).astimezone(clock.SHANGHAI))
    return None if _has_secret(request) else Confirmed(Way.NONE)


def label(request: HttpRequest) -> str:
    """What the field asks for here; empty where only a passkey helps."""
    words = [str(one.label) for one in _ways(request) if one != Way.PASSKEY]
    return " 或 ".join(words)


def takes_passkey(request: HttpRequest) -> bool:
    return Way.PASSKEY in _ways(request)


def begin_passkey(request: HttpRequest) -> dict[str, Any]:
    """The challenge that a passkey of this person signs; it waits in the session."""
    challenge: dict[str, Any] = webauthn.begin_authentication(_account(request))
    return challenge


def _asked(request: HttpRequest) -> Confirmed:
    account, secret, key = _account(request), request.POST.get(FIELD, ""), request.POST.get(KEY_FIELD, "")
    if not _ways(request):
        raise Refused("您的 PIN 只在绑定过的设备上有用。请在那台设备上签，或先到“账号与安全”设口令。")
    if key and takes_passkey(request):
        return _by_passkey(request, key)
    asked = label(request) or str(Way.PASSKEY.label)
    if not secret:
        raise Refused(f"距上次确认身份已超过 {limit('proof')}。请用{asked}再确认一次；填过的内容都在。")
    give_back = throttle.take_try(request, throttle.PIN, str(account.pk))
    way = _fitting(request, secret)
    if way is None:
        raise Refused(f"{asked}不对，没有办。请再填一遍。")
    give_back()
    record_authentication(request, account, method=way.value, reauthenticated=True)
    return Confirmed(way, clock.now())


def _fitting(request: HttpRequest, secret: str) -> Way | None:
    account = _account(request)
    if account.check_password(secret):
        return Way.PASSWORD
    return Way.PIN if Way.PIN in _ways(request) and pin_fits(account, secret) else None


def _by_passkey(request: HttpRequest, key: str) -> Confirmed:
    try:
        form = ReauthenticateWebAuthnForm(data={"credential": json.dumps(json.loads(key))}, user=_account(request))
        right = form.is_valid()
    except (ValueError, KeyError, TypeError):  # whatever a page may be made to send
        right = False
    if not right:
        raise Refused("通行密钥没有通过，没有办。请再试一次。")
    flows.reauthenticate(request, form.cleaned_data["credential"])
    return Confirmed(Way.PASSKEY, clock.now())


def _ways(request: HttpRequest) -> list[Way]:
    """By what this person can say here who they are."""
    kept = vars(request)
    if _KEPT not in kept:
        account = _account(request)
        found = {
            Way.PASSWORD: account.has_usable_password(),
            Way.PIN: bool(account.pin) and sitting.known_device(request) is not None,
            Way.PASSKEY: _has_passkey(account),
        }
        kept[_KEPT] = [way for way, there in found.items() if there]
    ways: list[Way] = kept[_KEPT]
    return ways


def _has_secret(request: HttpRequest) -> bool:
    account = _account(request)
    return not is_shared_role(account) and bool(account.pin or _ways(request))


def _has_passkey(account: Account) -> bool:
    return bool(Authenticator.objects.filter(user=account.pk, type=Authenticator.Type.WEBAUTHN).exists())


def _way_of(record: dict[str, Any]) -> Way:
    if record["method"] == "mfa":
        return Way.PASSKEY if record.get("type") == Authenticator.Type.WEBAUTHN else Way.CODE
    return Way(record["method"]) if record["method"] in Way.values else Way.PASSWORD


def _account(request: HttpRequest) -> Account:
    account = request.user
    assert isinstance(account, Account)
    return account
