from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):
    """Nobody signs up: accounts are opened by the unit and first used through a one-time link."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
