"""Where what an act says stays until the next page shows it (MESSAGE_STORAGE): in a signed cookie of the session.

In the session itself it would be a second commit of every act, and one more of the page that shows it.
"""

from __future__ import annotations

from typing import Any

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.core import signing
from django.http import HttpRequest


class Said(CookieStorage):
    """Signed for one session: whoever signs in at the same desk next is not told."""

    @property
    def signer(self) -> signing.Signer:
        request: HttpRequest = self.request
        return signing.get_cookie_signer(salt=f"{self.key_salt}.{request.session.session_key}")

    @signer.setter
    def signer(self, _: Any) -> None:
        """Django makes one before it is known whose session it will be: signing in begins another."""


class Storage(FallbackStorage):
    """What is too long for a cookie stays in the session."""

    storage_classes = (Said, SessionStorage)
