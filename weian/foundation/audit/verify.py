"""Proof that history was not rewritten: recompute every chain, compare heads with notes elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from weian.foundation.audit import hashing
from weian.foundation.audit.actions.anchoring import VERB
from weian.foundation.audit.models import Chain, Event, Personal

AT_ONCE = 2_000  # personal values whose events are read together


@dataclass(frozen=True)
class Fault:
    """Where a chain does not hold. `seq` is the first event that is wrong or missing."""

    chain: UUID
    seq: int
    what: str


def faults(anchors: Mapping[str, tuple[int, str]] | None = None, chain: UUID | None = None) -> Iterator[Fault]:
    """Check all chains, or one. `anchors` maps a chain's uid to (seq, hash) noted outside the database earlier."""
    heads = {head.key: head for head in Chain.objects.all()}
    events = Event.objects.order_by("chain", "seq")
    if chain is not None:
        heads, events = {key: head for key, head in heads.items() if key == chain}, events.filter(chain=chain)
    last: dict[UUID, Event] = {}
    anchored: set[str] = set()
    above = _noted_above(chain)
    for event in events.iterator(chunk_size=5_000):
        before = last.get(event.chain)
        expected = before.seq + 1 if before else 1
        if event.seq != expected:
            yield Fault(event.chain, expected, "缺少事件")
        elif event.previous != (before.hash if before else ""):
            yield Fault(event.chain, event.seq, "与前一事件接不上")
        if event.algorithm not in hashing._ALGORITHMS or hashing.digest(event) != event.hash:
            yield Fault(event.chain, event.seq, "内容与哈希不符")
        noted = (anchors or {}).get(str(event.chain))
        if noted and noted[0] == event.seq:
            anchored.add(str(event.chain))
            if noted[1] != event.hash:
                yield Fault(event.chain, event.seq, "与外部留存的链头不符")
        if above.get(event.chain, {}).get(event.seq, event.hash) != event.hash:
            yield Fault(event.chain, event.seq, "与上级链中记下的链头不符")
        last[event.chain] = event
    for key, head in heads.items():
        end = last.get(key)
        if (end.seq if end else 0, end.hash if end else "") != (head.seq, head.head):
            yield Fault(key, head.seq, "链尾被截断或链头被改")
    for key in last.keys() - heads.keys():
        yield Fault(key, 0, "链头缺失")
    for key, told in above.items():
        have = last[key].seq if key in last else 0
        if max(told) > have and chain in (None, key):
            yield Fault(key, have + 1, f"链尾被截断：上级链记下过第 {max(told)} 条")
    for name, (seq, _) in (anchors or {}).items():
        if name not in anchored and (chain is None or name == str(chain)):
            yield Fault(UUID(name), seq, "外部留存的事件不在库中")
    yield from _personal_faults(chain)


def _noted_above(chain: UUID | None) -> dict[UUID, dict[int, str]]:
    """Hash by number by chain, as other chains tell of it. A forged note is a fault where it stands."""
    found: dict[UUID, dict[int, str]] = {}
    notes = Event.objects.filter(verb=VERB)
    if chain is not None:
        notes = notes.filter(facts__heads__has_key=str(chain))
    for facts in notes.values_list("facts", flat=True).iterator(chunk_size=1_000):
        with suppress(AttributeError, KeyError, TypeError, ValueError):
            for name, (seq, digest) in facts["heads"].items():
                found.setdefault(UUID(name), {})[int(seq)] = str(digest)
    return found


def heads() -> dict[str, tuple[int, str]]:
    """Every chain's last sequence number and hash, to be kept outside the database."""
    return {str(head.key): (head.seq, head.head) for head in Chain.objects.order_by("key")}


def _personal_faults(chain: UUID | None) -> Iterator[Fault]:
    rows = Personal.objects.order_by("pk")
    if chain is not None:
        rows = rows.filter(event__in=Event.objects.filter(chain=chain).values("uid"))
    for few in _parts(rows.iterator(chunk_size=AT_ONCE), AT_ONCE):
        events = Event.objects.in_bulk({personal.event for personal in few})
        for personal in few:
            event = events.get(personal.event)
            if event is None:
                continue
            # Facts that somebody replaced may be anything: a forged event is a fault to name, not to fall over.
            digests = event.facts.get("personal") if isinstance(event.facts, dict) else None
            held = digests.get(personal.name) if isinstance(digests, dict) else None
            if held != hashing.salted(personal.value, bytes(personal.salt)):
                yield Fault(event.chain, event.seq, "个人信息与事件中的摘要不符")


def _parts(rows: Iterator[Personal], size: int) -> Iterator[list[Personal]]:
    while few := list(islice(rows, size)):
        yield few
