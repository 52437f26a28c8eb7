"""What somebody sits at: an office computer, the own phone, the shared computer of a ward; and how long that lasts."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse

from weian.foundation.people.middleware import BEGAN_KEY, IDLE_KEY, KIND_KEY, SEEN_KEY, UNTIL_KEY
from weian.foundation.people.models import Account, Device, Person
from weian.foundation.people.pack_schema import session_rules
from weian.foundation.people.queries import device_of
from weian.kernel import clock

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DESK = "desk"
COOKIE_DAYS = 400  # the longest that browsers keep one


def known_device(request: HttpRequest) -> Device | None:
    """The device that the browser's cookie names."""
    return device_of(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""))


def kind_for(request: HttpRequest, person: Person) -> str:
    """The rule for a sign-in here: that of the device, where it is known and, if somebody's own, this person's."""
    device = known_device(request)
    if device is None or (device.kind == Device.Kind.OWN and device.person_id != person.pk):
        return DESK
    return device.kind


def is_shared(request: HttpRequest) -> bool:
    """Whether the browser is known as the shared computer of a ward."""
    device = known_device(request)
    return device is not None and device.kind == Device.Kind.SHARED


def arrive(request: HttpRequest, account: Account, *, method: str = "") -> None:
    """Sign in whoever came by a one-time link or as a role of a demo, for as long as the device allows.

    `method`: what they have set just now and typed twice; for a while no act asks for it again.
    """
    login(request, account, backend=BACKEND)
    if method:
        record_authentication(request, account, method=method)
    begin(request, kind_for(request, account.person))


def enter(request: HttpRequest, account: Account, *, kind: str, method: str) -> None:
    """Sign in; whoever was signed in at this browser is signed out, with all that their session held."""
    if request.user.is_authenticated:
        logout(request)
    login(request, account, backend=BACKEND)
    record_authentication(request, account, method=method, reauthenticated=True)
    begin(request, kind)


def begin(request: HttpRequest, kind: str) -> None:
    """From now on the session lasts as its kind of device allows."""
    rule = session_rules().get(kind)
    request.session.pop(SEEN_KEY, None)
    request.session[KIND_KEY] = kind
    request.session[BEGAN_KEY] = int(clock.now().timestamp())
    if rule is not None:
        longest = rule.longest_hours * 3600
        request.session[IDLE_KEY] = rule.idle_minutes * 60
        request.session[UNTIL_KEY] = int(clock.now().timestamp()) + longest
        request.session.set_expiry(longest)


def remember(response: HttpResponse, token: str) -> None:
    """The browser is known from now on."""
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME, token, max_age=COOKIE_DAYS * 86_400, secure=settings.SECURE, httponly=True,
        samesite="Lax",
    )  # fmt: skip


def leave_nothing(response: HttpResponse) -> None:
    """A shared computer keeps nothing of who was there: drafts, caches, offline pages (RFC: Clear-Site-Data)."""
    response["Clear-Site-Data"] = '"cache", "storage"'
