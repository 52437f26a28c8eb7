"""Clusters of their own for tests that start, kill and break real servers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from weian.config.embedded import Cluster

# Giving a folder to somebody else needs root; elsewhere these behaviours cannot occur.
collect_ignore = [] if os.geteuid() == 0 else ["test_as_root.py"]

PROJECT = Path(__file__).parents[3]
USER = """
import sys, time
from weian.config.embedded import Cluster, EmbeddedError
try:
    cluster = Cluster(sys.argv[1], durable=False, linger=0.2).ensure_running()
except EmbeddedError as error:
    print(error, flush=True)
    sys.exit(9)
print("ready", cluster.status().pid, flush=True)
sys.stdin.read()
"""


def pytest_report_header() -> str:
    tried = "root (in a user namespace, and dropped), ordinary user" if os.geteuid() == 0 else "ordinary user only"
    return f"embedded PostgreSQL is tried as: {tried}"


@pytest.fixture
def room() -> Iterator[Path]:
    """A folder that every user of the machine can enter."""
    path = Path(tempfile.mkdtemp(prefix="weian-test-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def mould() -> Iterator[Path]:
    """The folder of a stopped cluster, to copy: initdb is the slowest step."""
    root = Path(tempfile.mkdtemp(prefix="weian-mould-"))
    made = Cluster(root, durable=False, linger=0.2).ensure_running()
    made.release()
    yield root
    shutil.rmtree(root)


@pytest.fixture
def cluster(room: Path, mould: Path) -> Iterator[Cluster]:
    """A stopped cluster that has data; whatever the test leaves running is stopped."""
    copy(mould, room / "pg")
    yield from lent(Cluster(room / "pg", durable=False, linger=0.2))


@pytest.fixture
def durable(room: Path, mould: Path) -> Iterator[Cluster]:
    """The same as in real use: what was committed is on disk."""
    copy(mould, room / "pg")
    yield from lent(Cluster(room / "pg", linger=0.2))


@pytest.fixture
def fresh(room: Path) -> Iterator[Cluster]:
    """A cluster that has never been started."""
    yield from lent(Cluster(room / "pg", durable=False, linger=0.2))


def copy(mould: Path, root: Path) -> None:
    shutil.copytree(mould / "data", root / "data")
    shutil.copy2(mould / "secrets.json", root / "secrets.json")
    root.chmod(0o700)


def lent(made: Cluster) -> Iterator[Cluster]:
    yield made
    made.stop("immediate")
    made.release()


@pytest.fixture
def another_user(room: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start other processes that use a cluster until their input closes; their first line is "ready PID"."""
    started: list[subprocess.Popen[str]] = []

    def start(root: Path, *prefix: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*prefix, sys.executable, "-c", USER, str(root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd="/",
            env=os.environ | {"PYTHONPATH": str(PROJECT)},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def ask(cluster: Cluster, question: str, dbname: str = "postgres") -> object:
    """The single value that `question` answers."""
    with psycopg.connect(cluster.superuser_dsn(dbname)) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[arg-type]
    return row[0] if row else None


def do(cluster: Cluster, statement: str) -> None:
    with psycopg.connect(cluster.superuser_dsn()) as connection:
        connection.execute(statement)  # type: ignore[arg-type]
