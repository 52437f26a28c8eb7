from __future__ import annotations

import os
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from weian.foundation.audit import hashing
from weian.foundation.audit.actions import gathering
from weian.foundation.audit.models import Chain, Event, Personal
from weian.kernel import clock, compiled
from weian.kernel.actor import Actor

# Rows of one INSERT: a statement of a few hundred kilobytes.
AT_ONCE = 1_000


@dataclass(frozen=True)
class Entry:
    """One event among many of one act: what it speaks of, in whose chain it stands, its own facts (plain JSON)."""

    kind: str
    record: UUID
    chain: UUID
    facts: Mapping[str, Any] = field(default_factory=dict)


def record(
    verb: str,
    *,
    kind: str,
    record: UUID,
    chain: UUID,
    by: Actor,
    facts: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
    why: str = "",
) -> Event:
    """Append one event to `chain` (a unit's uid), inside the caller's transaction.

    Where events are gathered it has its number and hash only when they are written.
    `facts` must be plain JSON. `personal` values are kept apart under a salt, the event holds their digests.
    Raises RuntimeError outside a transaction: an act and its trace live or die together.
    """
    _check_inside_a_transaction()
    event = _event(verb, Entry(kind, record, chain, facts or {}), by, why)
    secrets = [
        Personal(event=event.uid, name=name, value=value, salt=os.urandom(16))
        for name, value in (personal or {}).items()
    ]
    if secrets:
        event.facts["personal"] = {one.name: hashing.salted(one.value, bytes(one.salt)) for one in secrets}
    if (gathered := gathering.gathering()) is not None:
        gathered.add(event, secrets)
        return event
    head = _locked_head(chain)
    _append(event, head)
    _put(event, head)
    Personal.objects.bulk_create(secrets)
    return event


def record_all(verb: str, entries: Iterable[Entry], *, by: Actor, why: str = "") -> None:
    """Append one event for each entry to its chain, in the order given, in a fixed number of statements.

    The heads are locked in id order first, as `lock_chains` does. Raises RuntimeError outside a transaction.
    """
    _check_inside_a_transaction()
    events = [_event(verb, entry, by, why) for entry in entries]
    if (gathered := gathering.gathering()) is None:
        _write(events)
        return
    for event in events:
        gathered.add(event)


@contextmanager
def together() -> Iterator[None]:
    """Inside a transaction: what the acts of the block record is written at its end, in a fixed number of statements.

    An act whose savepoint is rolled back leaves no event. Nothing inside may read events of the block.
    Raises RuntimeError outside a transaction.
    """
    _check_inside_a_transaction()
    with gathering.opened() as gathered:
        yield
    events, secrets = gathered.standing()
    if events:
        _write(events)
        Personal.objects.bulk_create(secrets)


def _write(events: Sequence[Event]) -> None:
    heads = {head.key: head for head in lock_chains({one.chain for one in events})}
    for one in events:
        _append(one, heads[one.chain])
    Event.objects.bulk_create(events, batch_size=AT_ONCE)
    _save(list(heads.values()))


def lock_chains(chains: set[UUID]) -> list[Chain]:
    """Lock several chains in id order before an act writes to all of them, so that two such acts cannot deadlock."""
    # Rows of one insert are locked one by one too: in one order everywhere.
    Chain.objects.bulk_create([Chain(key=key) for key in sorted(chains)], ignore_conflicts=True)
    return list(Chain.objects.select_for_update().filter(key__in=chains).order_by("id"))


def _check_inside_a_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record outside a transaction")


def _event(verb: str, entry: Entry, by: Actor, why: str) -> Event:
    return Event(
        uid=uuid.uuid4(), chain=entry.chain, at=clock.now(), actor=by.actor_uid, post=by.actor_post,
        reason=by.actor_reason, verb=verb, kind=entry.kind, record=entry.record,
        facts={**entry.facts, **by.actor_proof}, why=why, algorithm=hashing.ALGORITHM,
    )  # fmt: skip


def _append(event: Event, head: Chain) -> Event:
    """Hash the event behind the head, and let the head tell of it."""
    event.seq, event.previous = head.seq + 1, head.head
    event.hash = hashing.digest(event)
    head.seq, head.head = event.seq, event.hash
    return event


def _save(heads: list[Chain]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_chain SET seq = fresh.seq, head = fresh.head"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS fresh(id, seq, head)"
            " WHERE audit_chain.id = fresh.id",
            [[head.pk for head in heads], [head.seq for head in heads], [head.head for head in heads]],
        )


def _put(event: Event, head: Chain) -> None:
    """The event and the head that tells of it, in one statement."""
    fields: Any = Event._meta.concrete_fields
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH written AS (INSERT INTO audit_event ({', '.join(one.column for one in fields)})"
            f" VALUES ({', '.join('%s' for _ in fields)}))"
            " UPDATE audit_chain SET seq = %s, head = %s WHERE id = %s",
            [
                *(one.get_db_prep_save(getattr(event, one.attname), connection) for one in fields),
                head.seq, head.head, head.pk,
            ],
        )  # fmt: skip


def _locked_head(chain: UUID) -> Chain:
    if not (found := _locked(chain)):
        Chain.objects.bulk_create([Chain(key=chain)], ignore_conflicts=True)
        found = _locked(chain)
    return found[0]


def _locked(chain: UUID) -> list[Chain]:
    one = compiled.uid(1)
    return compiled.rows("audit.head", {one: chain}, lambda: Chain.objects.select_for_update().filter(key=one))
