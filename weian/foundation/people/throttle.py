"""Wrong passwords and PINs are counted by the sign-in library, outside of the request's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from weian.foundation.people.models import Account
from weian.foundation.people.viewer import Refused
from weian.kernel import clock

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


def locked(request: HttpRequest, accounts: Iterable[Account]) -> set[int]:
    """Which of the accounts take no password or PIN for now; one question to the cache for all."""
    asked = {key: (one.pk, rate) for one in accounts for key, rate in _keys(request, one)}
    now, found = clock.now().timestamp(), set()
    for key, tries in cache.get_many(asked).items():
        account, rate = asked[key]
        if sum(at > now - rate.duration for at in tries) >= rate.amount:
            found.add(account)
    return found


def forget(request: HttpRequest, account: Account) -> None:
    """The wrong tries at this account are forgotten."""
    cache.delete_many([key for key, _ in _keys(request, account)])


def _keys(request: HttpRequest, account: Account) -> Iterator[tuple[str, ratelimit.Rate]]:
    for action, key in ((LOGIN, login_key(account.username)), (PIN, str(account.pk))):
        for rate in ratelimit.parse_rates(settings.ACCOUNT_RATE_LIMITS[action]):
            if rate.per == "key":
                yield ratelimit.get_cache_key(request, app=_APP, action=action, rate=rate, key=key), rate
