"""Wrong passwords and PINs are counted by the sign-in library, outside of the request's transaction."""

from __future__ import annotations

from collections.abc import Callable

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from weian.foundation.people.viewer import Refused

_APP = "allauth.account"
LOGIN, PIN, CLAIM = "login_failed", "pin_failed", "claim"


def login_key(username: str) -> str:
    return username.lower()


def take_try(request: HttpRequest, action: str, key: str) -> Callable[[], None]:
    """Count one try; returns what gives it back if it was a good one. Raises Refused where there were too many."""
    usage = ratelimit.consume(request, app=_APP, action=action, key=key)
    if not usage:
        raise Refused("试错太多次了，请 15 分钟后再试，或用账号口令登录。")
    give_back: Callable[[], None] = usage.rollback
    return give_back
