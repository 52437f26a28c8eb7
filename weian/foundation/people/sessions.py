"""Where sessions live (SESSION_ENGINE): Django's own store, with whose session it is in columns of its own."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as Store
from django.db import InterfaceError, OperationalError
from django.db.models.functions import Now

from weian.foundation.people.middleware import BEGAN_KEY, KIND_KEY, SEEN_KEY
from weian.kernel import compiled


class SessionStore(Store):
    @classmethod
    def get_model_class(cls) -> Any:
        from weian.foundation.people.models import Session

        return Session

    def _get_session_from_db(self) -> Any:
        # Like Django, which sets the end of a session, by the time that it really is.
        key = compiled.text(1)
        found = compiled.rows(
            "people.session", {key: self.session_key},
            lambda: self.model.objects.filter(session_key=key, expire_date__gt=Now()),
        )  # fmt: skip
        if not found:
            self._session_key = None
        return next(iter(found), None)

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        made: Any = super().create_model_instance(data)
        account = data.get(SESSION_KEY)
        made.account_id = int(account) if account else None
        made.sits_at = data.get(KIND_KEY, "")
        made.began_at, made.seen_at = data.get(BEGAN_KEY), data.get(SEEN_KEY)
        return made

    def save(self, must_create: bool = False) -> None:
        """As Django's; but a database that is away is not taken for a session that somebody has ended.

        Django answers the latter with 400, on which nobody tries again, although the act itself may be done.
        """
        try:
            super().save(must_create)
        except UpdateError as interrupted:
            if isinstance(interrupted.__context__, OperationalError | InterfaceError):
                raise interrupted.__context__ from None
            raise
