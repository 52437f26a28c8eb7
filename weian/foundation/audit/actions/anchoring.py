"""Heads noted in another chain: whoever cuts the tail of a chain would have to rewrite that of its supervisor too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from weian.foundation.audit.actions.recording import Entry, record_all
from weian.foundation.audit.models import Anchored, Chain
from weian.kernel.actor import Actor

VERB = "chain.anchored"


@dataclass(frozen=True)
class Head:
    """How far a chain has come."""

    chain: UUID
    seq: int
    hash: str


def head_of(chain: UUID) -> Head:
    """The last event of a chain as of now; number 0 where it has none."""
    found = Chain.objects.filter(key=chain).first()
    return Head(chain, found.seq, found.head) if found else Head(chain, 0, "")


def unanchored(*, but: UUID, limit: int) -> list[Head]:
    """Chains that have grown since their heads were last noted; never `but`, above which there is no chain."""
    rows = Chain.objects.raw(
        "SELECT c.* FROM audit_chain c LEFT JOIN audit_anchored a ON a.key = c.key"
        " WHERE c.seq > coalesce(a.seq, 0) AND c.key <> %s ORDER BY c.id LIMIT %s",
        [but, limit],
    )
    return [Head(row.key, row.seq, row.head) for row in rows]


@transaction.atomic
def anchor(below: Mapping[UUID, Sequence[Head]], *, by: Actor) -> None:
    """Write into each chain of `below` one event with the heads that are given for it."""
    entries = [
        Entry("chain", chain, chain, {"heads": {str(one.chain): [one.seq, one.hash] for one in heads}})
        for chain, heads in below.items()
    ]
    record_all(VERB, entries, by=by)
    noted = [Anchored(key=one.chain, seq=one.seq) for heads in below.values() for one in heads]
    Anchored.objects.bulk_create(noted, update_conflicts=True, unique_fields=["key"], update_fields=["seq"])
