from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models


class SessionManager(BaseSessionManager["Session"]):
    use_in_migrations = True


class Session(AbstractBaseSession):
    """A signed-in browser, findable by whose it is: the security administrator lists and ends them."""

    account = models.ForeignKey("people.Account", models.CASCADE, null=True, related_name="+", verbose_name="账号")
    sits_at = models.CharField("在哪里", max_length=8, default="")
    began_at = models.BigIntegerField("登录时间", null=True)
    seen_at = models.BigIntegerField("最近操作", null=True)

    objects: ClassVar = SessionManager()

    class Meta:
        db_table = "people_session"

    def __str__(self) -> str:
        return f"session of account {self.account_id}"

    @classmethod
    def get_session_store_class(cls) -> Any:
        from weian.foundation.people.sessions import SessionStore

        return SessionStore
