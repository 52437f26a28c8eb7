"""The world of the journeys: the running product, its database, and who is signed in."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg
from django.conf import settings
from django.test import override_settings

from tests import cast as players
from tests import database
from tests.conftest import client_of
from tests.tools.server import Server, running
from weian.config.commands import run
from weian.foundation.audit import api as audit


class World:
    """One instance that all journeys share; each journey makes its own notices and hazards in it."""

    def __init__(self, server: Server, name: str, blocker: Any) -> None:
        self.server = server
        self.name = name
        self._blocker = blocker
        self._cookies: dict[str, str] = {}

    @property
    def address(self) -> str:
        return self.server.address

    @contextmanager
    def looking(self) -> Iterator[players.Cast]:
        """Inside the block Django works on the instance's database and sees all; what is done there stays done."""
        # The browser driver keeps an event loop in this thread, which Django takes for asynchronous code.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        try:
            with (
                self._blocker.unblock(),
                database.pointed_at(self.name),
                override_settings(EVIDENCE_ROOT=self.server.var / "evidence"),
                audit.acting_as_system("test set-up"),
            ):
                yield players.Cast()
        finally:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]

    def cookie(self, key: str) -> str:
        """A session of that member of the cast, signed in once."""
        if key not in self._cookies:
            with self.looking() as cast:
                self._cookies[key] = client_of(getattr(cast, key)).cookies[settings.SESSION_COOKIE_NAME].value
        return self._cookies[key]

    def sql(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows as the superuser sees them: nobody's scope, no ORM."""
        with psycopg.connect(database.cluster().superuser_dsn(self.name), autocommit=True) as db:
            return db.execute(query, values).fetchall()

    def count(self, query: str, *values: object) -> int:
        return int(self.sql(query, *values)[0][0])


@contextmanager
def opened(blocker: Any) -> Iterator[World]:
    """Clone the cast's database and run the product on it."""
    with ExitStack() as stack:
        with blocker.unblock():
            name = stack.enter_context(database.database(f"journey_{os.getpid()}"))
        room = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="weian-run-", ignore_cleanup_errors=True)))
        yield World(stack.enter_context(_served(name, room)), name, blocker)


def _served(name: str, room: Path) -> AbstractContextManager[Server]:
    """Tables and content came with the clone (that a start brings them itself: tests/config/test_running)."""
    cluster = database.cluster()
    given = {
        "WEIAN_DATABASE_URL": cluster.url("weian_login", name),
        "WEIAN_OWNER_URL": cluster.url("weian_owner", name),
        "WEIAN_SECRET_KEY": settings.SECRET_KEY,
    }
    with mock.patch.dict(os.environ, {**given, "WEIAN_VAR": str(room)}):
        run.take_as_brought()
    return running(given, var=room)
