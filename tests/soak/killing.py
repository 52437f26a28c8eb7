"""The embedded server is killed under writes, again and again: what was acknowledged is there, exactly once."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import psycopg

from weian.config.embedded import Cluster, postmaster

WRITERS = 3
SETTLED = 0.6  # seconds; the keeper looks twice a second whether its server is ready
PATIENCE = 60.0
WAYS = ("server", "keeper and server", "one session")


@dataclass(frozen=True)
class Round:
    """One death: how many rows were acknowledged before it, lost by it, or are there twice."""

    how: str
    acknowledged: int
    lost: int
    doubled: int


def prepare(cluster: Cluster) -> None:
    """Start it and make the table that is written to. No key: a row written twice would be seen."""
    cluster.ensure_running()
    with psycopg.connect(cluster.superuser_dsn(), autocommit=True) as db:
        db.execute("CREATE TABLE written (id uuid NOT NULL, filler text NOT NULL)")


def rounds(cluster: Cluster, count: int, seed: int) -> Iterator[Round]:
    """Kill `count` times, in each way in turn, each time somewhere in the middle of the writers' transactions."""
    chance = random.Random(seed)
    everything: list[UUID] = []
    for number in range(count):
        how = WAYS[number % len(WAYS)]
        writers = [_Writer(cluster.superuser_dsn()) for _ in range(WRITERS)]
        for writer in writers:
            writer.start()
        time.sleep(SETTLED + chance.random() * 0.3)
        _kill(cluster, how, writers[0])
        for writer in writers:
            writer.end()
        fresh = [one for writer in writers for one in writer.acknowledged]
        everything += fresh
        yield Round(how, len(fresh), *_missing(cluster, everything))


class _Writer(threading.Thread):
    """Writes one row a transaction until the server goes; keeps what the server said it has."""

    def __init__(self, dsn: str) -> None:
        super().__init__(daemon=True)
        self.db = psycopg.connect(dsn, autocommit=True)
        self.acknowledged: list[UUID] = []
        self.enough = threading.Event()

    def run(self) -> None:
        while not self.enough.is_set():
            one = uuid4()
            try:
                self.db.execute("INSERT INTO written VALUES (%s, repeat('x', 500))", [one])
            except psycopg.OperationalError:
                return
            self.acknowledged.append(one)

    def end(self) -> None:
        """Waits for the death to be noticed; where only another session died, the server threw this one out too."""
        self.join(PATIENCE)
        self.enough.set()
        assert not self.is_alive(), "a writer did not notice that its server is gone"
        self.db.close()


def _kill(cluster: Cluster, how: str, writer: _Writer) -> None:
    status = cluster.status()
    victims = {
        "server": [status.pid],
        "keeper and server": [status.keeper_pid, status.pid],
        "one session": [writer.db.info.backend_pid],
    }[how]
    for pid in victims:
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
    limit = time.monotonic() + PATIENCE
    while any(postmaster.alive(pid) for pid in victims if pid) and time.monotonic() < limit:
        time.sleep(0.02)


def _missing(cluster: Cluster, acknowledged: list[UUID]) -> tuple[int, int]:
    """How many acknowledged rows are not there, and how many rows of any kind are there more than once."""
    with _back(cluster) as db:
        lost = db.execute(
            "SELECT count(*) FROM unnest(%s::uuid[]) AS a(id)"
            " WHERE NOT EXISTS (SELECT FROM written w WHERE w.id = a.id)",
            [acknowledged],
        ).fetchone()
        doubled = db.execute("SELECT count(*) - count(DISTINCT id) FROM written").fetchone()
    assert lost is not None
    assert doubled is not None
    return int(lost[0]), int(doubled[0])


def _back(cluster: Cluster) -> psycopg.Connection[tuple[int, ...]]:
    """A connection to the server that came back."""
    limit = time.monotonic() + PATIENCE
    while True:
        try:
            cluster.ensure_running()
            return psycopg.connect(cluster.superuser_dsn(), autocommit=True)
        except psycopg.OperationalError:
            if time.monotonic() > limit:
                raise
            time.sleep(0.1)
