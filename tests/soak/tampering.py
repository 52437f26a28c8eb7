"""Somebody with every right in the database changes history behind the product's back; verifying must find where.

Each change is made as a superuser with all triggers off, looked for, and put back as it was.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from scripts import verify_audit
from tests import database
from weian.foundation.audit import api as audit
from weian.foundation.audit.models import Event
from weian.foundation.org.actions.anchoring import anchor_heads

COLUMNS = [field.column for field in Event._meta.concrete_fields]
Place = tuple[UUID, int]


@dataclass(frozen=True)
class Deed:
    """What was done where, and the places that verifying named; or how verifying broke, which finds nothing."""

    what: str
    place: Place
    told: list[Place]
    outside: list[Place] | None = None  # None where an export does not hold what was changed
    broke: str = ""

    @property
    def found(self) -> bool:
        return self.place in self.told and (self.outside is None or self.place in self.outside)


@contextmanager
def clone(name: str) -> Iterator[psycopg.Connection[Any]]:
    """A copy of the cast's database for Django, and a superuser's connection to it on which no trigger fires."""
    with (
        database.database(name),
        database.pointed_at(name),
        psycopg.connect(database.cluster().superuser_dsn(name), autocommit=True) as db,
    ):
        db.execute("SET session_replication_role = replica")
        anchor_heads("tampering")
        yield db


def deeds(db: psycopg.Connection[Any], count: int, seed: int, ways: list[str] | None = None) -> Iterator[Deed]:
    """Do `count` things, each way in turn, each at an event of chance."""
    chance = random.Random(seed)
    anchors = heads()
    ways = ways or [*COLUMNS, *WHOLE]
    for number in range(count):
        way = ways[number % len(ways)]
        place, undo = WHOLE[way](db, chance) if way in WHOLE else _flip(db, way, chance)
        noted = anchors if way == "rewriting" else None
        told, broke = _asked(noted)
        outside = None if way == "personal" else outside_places(noted)
        undo()
        yield Deed(way, place, told, outside, broke)


def heads() -> dict[str, tuple[int, str]]:
    with audit.acting_as_system("tampering"):
        return audit.heads()


def places(anchors: dict[str, tuple[int, str]] | None = None) -> list[Place]:
    """Where verifying says that history does not hold."""
    with audit.acting_as_system("tampering"):
        return [(fault.chain, fault.seq) for fault in audit.faults(anchors)]


def outside_places(anchors: dict[str, tuple[int, str]] | None = None) -> list[Place]:
    """Where the verifier that knows nothing of us says so, from an export."""
    with audit.acting_as_system("tampering"):
        found = list(verify_audit.faults(audit.lines(), anchors))
    return [(UUID(chain), seq) for chain, seq, _ in found]


def _asked(anchors: dict[str, tuple[int, str]] | None) -> tuple[list[Place], str]:
    try:
        return places(anchors), ""
    except Exception as error:
        return [], repr(error)


def _flip(db: psycopg.Connection[Any], column: str, chance: random.Random) -> tuple[Place, Callable[[], None]]:
    """Change one column of one event."""
    uid, chain, seq, old = _event(db, chance, column)
    name = sql.Identifier(column)
    new = _other(old, column, chance)
    db.execute(sql.SQL("UPDATE audit_event SET {} = %s WHERE uid = %s").format(name), [_sent(new, column), uid])

    def undo() -> None:
        now = new if column == "uid" else uid
        db.execute(sql.SQL("UPDATE audit_event SET {} = %s WHERE uid = %s").format(name), [_sent(old, column), now])

    return (chain, seq), undo


def _deletion(db: psycopg.Connection[Any], chance: random.Random) -> tuple[Place, Callable[[], None]]:
    uid, chain, seq, _ = _event(db, chance, "uid")
    db.execute("CREATE TEMP TABLE taken AS SELECT * FROM audit_event WHERE uid = %s", [uid])
    db.execute("DELETE FROM audit_event WHERE uid = %s", [uid])

    def undo() -> None:
        db.execute("INSERT INTO audit_event SELECT * FROM taken")
        db.execute("DROP TABLE taken")

    return (chain, seq), undo


def _forgery(db: psycopg.Connection[Any], chance: random.Random) -> tuple[Place, Callable[[], None]]:
    """An event that never happened at the end of a chain, whose head is not moved."""
    _, chain, _, _ = _event(db, chance, "uid")
    forged = uuid4()
    row = db.execute(
        "INSERT INTO audit_event SELECT %s, chain, seq + 1, at, actor, post, reason, verb, kind, record, facts, why,"
        " algorithm, hash, hash FROM audit_event WHERE chain = %s ORDER BY seq DESC LIMIT 1 RETURNING seq",
        [forged, chain],
    ).fetchone()
    assert row is not None
    return (chain, row[0]), lambda: _run(db, "DELETE FROM audit_event WHERE uid = %s", [forged])


def _reordering(db: psycopg.Connection[Any], chance: random.Random) -> tuple[Place, Callable[[], None]]:
    """Two neighbours change places."""
    row = db.execute(
        "SELECT a.uid, b.uid, a.chain, a.seq FROM audit_event a JOIN audit_event b ON b.chain = a.chain"
        " AND b.seq = a.seq + 1 ORDER BY a.chain, a.seq OFFSET %s LIMIT 1",
        [chance.randrange(50)],
    ).fetchone()
    assert row is not None
    first, second, chain, seq = row

    def swap(left: UUID, right: UUID) -> None:
        for uid, number in ((left, -1), (right, seq), (left, seq + 1)):
            _run(db, "UPDATE audit_event SET seq = %s WHERE uid = %s", [number, uid])

    swap(first, second)
    return (chain, seq), lambda: swap(second, first)


def _tail_cut(db: psycopg.Connection[Any], chance: random.Random) -> tuple[Place, Callable[[], None]]:
    """The last events of a chain are taken away and its head set back: only a note in another chain tells."""
    chains = db.execute(
        "SELECT c.key, c.seq, c.head FROM audit_chain c JOIN audit_anchored a ON a.key = c.key ORDER BY c.key"
    ).fetchall()
    chain, seq, head = chance.choice(chains)
    kept = seq - chance.randint(1, min(3, seq))
    db.execute(
        "CREATE TEMP TABLE taken AS SELECT * FROM audit_event WHERE chain = %s AND seq > %s", [chain, kept]
    )  # fmt: skip
    _run(db, "DELETE FROM audit_event WHERE chain = %s AND seq > %s", [chain, kept])
    now = db.execute("SELECT hash FROM audit_event WHERE chain = %s AND seq = %s", [chain, kept]).fetchone()
    _run(db, "UPDATE audit_chain SET seq = %s, head = %s WHERE key = %s", [kept, now[0] if now else "", chain])

    def undo() -> None:
        db.execute("INSERT INTO audit_event SELECT * FROM taken")
        db.execute("DROP TABLE taken")
        _run(db, "UPDATE audit_chain SET seq = %s, head = %s WHERE key = %s", [seq, head, chain])

    return (chain, kept + 1), undo


def _personal(db: psycopg.Connection[Any], chance: random.Random) -> tuple[Place, Callable[[], None]]:
    """A personal value beside its event."""
    rows = db.execute(
        "SELECT p.id, p.value, e.chain, e.seq FROM audit_personal p JOIN audit_event e ON e.uid = p.event ORDER BY p.id"
    ).fetchall()
    key, value, chain, seq = chance.choice(rows)
    _run(db, "UPDATE audit_personal SET value = %s WHERE id = %s", [_other(value, "value", chance), key])
    return (chain, seq), lambda: _run(db, "UPDATE audit_personal SET value = %s WHERE id = %s", [value, key])


def _rewriting(db: psycopg.Connection[Any], chance: random.Random) -> tuple[Place, Callable[[], None]]:
    """The last event of a chain told otherwise with a hash that fits, head and all: only a head kept outside tells."""
    from weian.foundation.audit import hashing

    _, chain, _, _ = _event(db, chance, "uid")
    with audit.acting_as_system("tampering"):
        event = Event.objects.filter(chain=chain).order_by("-seq")[0]
    before = (event.why, event.hash)
    event.why = "改写"
    _rewrite(db, event, "改写", hashing.digest(event))
    return (chain, event.seq), lambda: _rewrite(db, event, *before)


def _rewrite(db: psycopg.Connection[Any], event: Event, why: str, digest: str) -> None:
    _run(db, "UPDATE audit_event SET why = %s, hash = %s WHERE uid = %s", [why, digest, event.uid])
    _run(db, "UPDATE audit_chain SET head = %s WHERE key = %s", [digest, event.chain])


WHOLE = {
    "deletion": _deletion,
    "forgery": _forgery,
    "personal": _personal,
    "reordering": _reordering,
    "rewriting": _rewriting,
    "tail cut": _tail_cut,
}


def _event(db: psycopg.Connection[Any], chance: random.Random, column: str) -> tuple[UUID, UUID, int, Any]:
    """uid, chain, seq and one column of an event of chance."""
    count = db.execute("SELECT count(*) FROM audit_event").fetchone()
    assert count is not None
    row = db.execute(
        sql.SQL("SELECT uid, chain, seq, {} FROM audit_event ORDER BY chain, seq OFFSET %s LIMIT 1").format(
            sql.Identifier(column)
        ),
        [chance.randrange(count[0])],
    ).fetchone()
    assert row is not None
    return row


def _other(old: Any, column: str, chance: random.Random) -> Any:
    """A value near the old one: a bit, a letter, a microsecond, a key."""
    if column in ("actor", "post") and (old is None or chance.random() < 0.3):
        return uuid4() if old is None else None
    if isinstance(old, UUID):
        return UUID(int=old.int ^ (1 << chance.randrange(128)))
    if isinstance(old, int):
        return old + chance.choice((-1, 1)) * 10_000  # its neighbours' numbers are taken: one event has one place
    if hasattr(old, "astimezone"):
        return old + timedelta(microseconds=chance.choice((-1, 1)))
    if column == "facts":
        return chance.choice([{**old, "": 1}, {"": old}, [old], json.dumps(old), None])
    return _other_text(old, chance)


def _other_text(old: str, chance: random.Random) -> str:
    if not old:
        return "改"
    at = chance.randrange(len(old))
    return old[:at] + chr(ord(old[at]) ^ 1) + old[at + 1 :]


def _sent(value: Any, column: str) -> Any:
    return Jsonb(value) if column == "facts" else value


def _run(db: psycopg.Connection[Any], statement: str, values: list[Any]) -> None:
    db.execute(statement, values)  # type: ignore[arg-type]
