"""Which connection serves which table."""

from __future__ import annotations

from typing import Any


class ThrottleRouter:
    """The cache table that counts failed sign-ins uses a second connection, so that a refusal's rollback keeps it."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return "throttle" if model._meta.app_label == "django_cache" else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return db == "default"
