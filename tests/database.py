"""The tests' PostgreSQL: embedded, migrated as weian_owner once per schema, cloned for each run.

A template database is kept under var/test-pg and named by a digest of everything that shapes it; runs clone it in
a fraction of a second. WEIAN_TEST_SUPERUSER_URL takes another server.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.db import connections

from weian.config import migrating
from weian.config.embedded import Cluster

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / "var" / "test-pg"
SHAPED_BY = (
    "weian/config/settings.py",
    "weian/**/migrations/*.py",
    "weian/config/sql/*.sql",
    "weian/content/**/*.yaml",
    "weian/*/*/apps.py",
    "weian/*/*/pack_schema.py",
    "weian/foundation/*/models/*.py",
    "weian/foundation/*/actions/*.py",
    "weian/foundation/packs/*.py",
    "weian/foundation/org/*.py",
    "tests/cast.py",
)

_cluster: Cluster | None = None


class Given(Cluster):
    """The server of WEIAN_TEST_SUPERUSER_URL: already running, perhaps older, and only its databases are ours."""

    def __init__(self, url: str) -> None:
        super().__init__(HOME)
        self._url = urlsplit(url)
        self.folder.make()

    def url(self, user: str, dbname: str) -> str:
        host = self._url.netloc.rpartition("@")[2]
        return urlunsplit(self._url._replace(netloc=f"{user}:{self.password(user)}@{host}", path=f"/{dbname}"))

    def superuser_dsn(self, dbname: str = "postgres") -> str:
        return urlunsplit(self._url._replace(path=f"/{dbname}"))

    def django(self, user: str, dbname: str) -> dict[str, Any]:
        return super().django(user, dbname) | {"HOST": self._url.hostname or "", "PORT": str(self._url.port or "")}

    @property
    def socket_dir(self) -> str:
        return ""


def cluster() -> Cluster:
    """The running test cluster. Not durable: its data may go with the machine."""
    global _cluster
    if _cluster is None:
        given = os.environ.get("WEIAN_TEST_SUPERUSER_URL")
        _cluster = Given(given) if given else Cluster(HOME, durable=False).ensure_running()
    return _cluster


@contextmanager
def database(name: str) -> Iterator[str]:
    """A database of its own cloned from the template; yields its name and drops it at the end."""
    server = cluster()
    template = _template(server)
    with _building():
        server.dropdb(name)
        server.createdb(name, owner="weian_owner", template=template)
    try:
        yield name
    finally:
        for alias in connections:
            connections[alias].close()
        server.dropdb(name)


def point_django_at(name: str, server: Cluster | None = None) -> None:
    """Let Django's connections go to `name` as weian_login; on the test cluster if no other is given."""
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict.update((server or cluster()).django("weian_login", name))


@contextmanager
def pointed_at(name: str, server: Cluster | None = None) -> Iterator[None]:
    """The same inside the block; afterwards they go where they went before."""
    before = {alias: connections[alias].settings_dict.copy() for alias in connections}
    try:
        point_django_at(name, server)
        yield
    finally:
        for alias, values in before.items():
            connections[alias].close()
            connections[alias].settings_dict.update(values)


def _template(server: Cluster) -> str:
    name = f"template_{_digest()}"
    with _building():
        if name in _databases(server):
            return name
        for old in _databases(server):
            if old.startswith("template_"):
                server.dropdb(old)
        migrating.prepare_roles(server.superuser_dsn(), {r: server.password(r) for r in ("weian_owner", "weian_login")})
        draft = f"draft_{os.getpid()}"
        server.dropdb(draft)
        server.createdb(draft, owner="weian_owner")
        migrating.prepare_database(server.superuser_dsn(draft))
        migrating.migrate(server.url("weian_owner", draft))
        _play_cast(draft)
        _rename(server, draft, name)
    return name


def _play_cast(name: str) -> None:
    from tests import cast

    with pointed_at(name):
        cast.play()


def _digest() -> str:
    digest = hashlib.sha256()
    for pattern in SHAPED_BY:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _building() -> Iterator[None]:
    """One run at a time makes or clones the template: a template must have no other session."""
    with (HOME / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _databases(server: Cluster) -> list[str]:
    import psycopg

    with psycopg.connect(server.superuser_dsn(), autocommit=True) as db:
        return [row[0] for row in db.execute("SELECT datname FROM pg_database")]


def _rename(server: Cluster, old: str, new: str) -> None:
    import psycopg
    from psycopg import sql

    with psycopg.connect(server.superuser_dsn(), autocommit=True) as db:
        db.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new)))
