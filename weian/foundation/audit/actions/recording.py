from __future__ import annotations

import os
import uuid
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from weian.foundation.audit import hashing
from weian.foundation.audit.models import Chain, Event, Personal
from weian.kernel import clock
from weian.kernel.actor import Actor


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

    `facts` must be plain JSON. `personal` values are kept apart under a salt, the event holds their digests.
    Raises RuntimeError outside a transaction: an act and its trace live or die together.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record outside a transaction")
    event = Event(
        uid=uuid.uuid4(), chain=chain, at=clock.now(), actor=by.actor_uid, post=by.actor_post, reason=by.actor_reason,
        verb=verb, kind=kind, record=record, facts=dict(facts or {}), why=why, algorithm=hashing.ALGORITHM,
    )  # fmt: skip
    secrets = [
        Personal(event=event.uid, name=name, value=value, salt=os.urandom(16))
        for name, value in (personal or {}).items()
    ]
    if secrets:
        event.facts["personal"] = {one.name: hashing.salted(one.value, bytes(one.salt)) for one in secrets}
    head = _locked_head(chain)
    event.seq, event.previous = head.seq + 1, head.head
    event.hash = hashing.digest(event)
    event.save(force_insert=True)
    Personal.objects.bulk_create(secrets)
    head.seq, head.head = event.seq, event.hash
    head.save(update_fields=["seq", "head"])
    return event


def lock_chains(chains: set[UUID]) -> None:
    """Lock several chains in id order before an act writes to all of them, so that two such acts cannot deadlock."""
    Chain.objects.bulk_create([Chain(key=key) for key in chains], ignore_conflicts=True)
    list(Chain.objects.select_for_update().filter(key__in=chains).order_by("id"))


def _locked_head(chain: UUID) -> Chain:
    head = Chain.objects.select_for_update().filter(key=chain).first()
    if head is None:
        Chain.objects.bulk_create([Chain(key=chain)], ignore_conflicts=True)
        head = Chain.objects.select_for_update().get(key=chain)
    return head
