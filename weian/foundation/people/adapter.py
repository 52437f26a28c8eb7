from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from weian.foundation.people import sitting
from weian.foundation.people.models import Account
from weian.foundation.people.passwords import check
from weian.foundation.people.throttle import login_key


class ClosedAdapter(DefaultAccountAdapter):
    """Nobody signs up: accounts are opened by the unit and first used through a one-time link."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "这个账号已停用。请找本单位系统管理员。",
        "enter_current_password": "现在的口令不对，请再输一遍。",
        "incorrect_password": "口令不对，请再输一遍。",
        "too_many_login_attempts": "连续输错太多次，请 15 分钟后再试。忘记口令请找本单位系统管理员要一次性链接。",
        "username_password_mismatch": "账号或口令不对。",
        "rate_limited": "试得太快了，请过一会儿再试。",
    }

    def login(self, request: HttpRequest, user: Account) -> None:
        """By password, second step or passkey: how long it lasts depends on what one sits at."""
        super().login(request, user)
        sitting.begin(request, sitting.kind_for(request, user.person))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # Of the name alone: another address of the same house gives nobody more tries.
        return login_key(credentials.get("username", ""))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_password(self, password: str, user: Account | None = None) -> str:
        check(password, user)
        return password
