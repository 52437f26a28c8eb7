"""The product that dies: granian and its children, the worker, the embedded server with fsync and its keeper."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections

from tests import database
from tests.tools.server import Server, running
from weian.config import migrating
from weian.config.backup import programs
from weian.config.embedded import Cluster

PATIENCE = 240.0  # seconds, on a machine where other things run as well


@contextmanager
def instance() -> Iterator[tuple[Cluster, Path]]:
    """A durable server with a copy of the cast's database."""
    var = Path(tempfile.mkdtemp(prefix="weian-survive-"))
    var.chmod(0o755)  # the server may run as another user
    cluster = Cluster(var / "postgres", linger=0.2)
    try:
        cluster.ensure_running()
        words = {role: cluster.password(role) for role in ("weian_owner", "weian_login")}
        migrating.prepare_roles(cluster.superuser_dsn(), words)
        cluster.createdb("weian", owner="weian_owner", template="template0")
        name = f"survive_{os.getpid()}"
        with database.database(name), (var / "cast.dump").open("w+b") as dump:
            programs.dump([], database.cluster().superuser_dsn(name), dump)
            with psycopg.connect(cluster.superuser_dsn("weian"), autocommit=True) as db:
                programs.bring_in(db, var / "cast.dump")
        migrating.prepare_database(cluster.superuser_dsn("weian"))
        yield cluster, var
    finally:
        cluster.stop("immediate")
        cluster.release()
        shutil.rmtree(var, ignore_errors=True)


def served(cluster: Cluster, var: Path) -> AbstractContextManager[Server]:
    """Pages and jobs on it."""
    for alias in connections:
        connections[alias].close()
    given = {
        "WEIAN_DATABASE_URL": cluster.url("weian_login", "weian"),
        "WEIAN_SECRET_KEY": settings.SECRET_KEY,
        "WEIAN_SERVING": "0",  # no static files are prepared
        "WEIAN_LOG_LEVEL": "CRITICAL",
    }
    return running(given, var=var, whole=False, bare="from tests.soak.survival import launch; launch.serve()")


def kill(way: str, server: Server, cluster: Cluster | None) -> None:
    """kill -9, without a word before."""
    family = _children(server.pid)
    status = cluster.status() if cluster else None
    victims: list[int | None] = {
        "web": [pid for pid, words in family if "granian" in words],
        "page": [pid for parent, words in family if "granian" in words for pid, w in _children(parent) if "spawn" in w],
        "jobs": [pid for pid, words in family if "launch.work" in words],
        "database": [status.pid] if status else [],
        "database and keeper": [status.keeper_pid, status.pid] if status else [],
    }[way]  # type: ignore[assignment]
    for pid in victims[:1] if way == "page" else victims:
        with suppress(ProcessLookupError):
            if pid:
                os.kill(pid, signal.SIGKILL)


def _children(parent: int) -> list[tuple[int, str]]:
    """(pid, command line) of the living children of a process."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, IndexError):
                if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                    found.append((int(entry.name), (entry / "cmdline").read_text().replace("\0", " ")))
    return found


def until(true: Callable[[], bool], server: Server, otherwise: str) -> None:
    """Wait through deaths until it is true. Raises TimeoutError with what the product said."""
    limit = time.monotonic() + PATIENCE
    while True:
        with suppress(Exception):
            if true():
                return
            time.sleep(0.03)
            if time.monotonic() < limit:
                continue
        for alias in connections:
            with suppress(Exception):
                connections[alias].close()
        time.sleep(0.1)
        if time.monotonic() >= limit:
            raise TimeoutError(f"{otherwise}; the product said:\n{server.said()}")
