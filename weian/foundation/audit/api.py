"""The door of audit: every write of the product passes here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from weian.foundation.audit.actions.anchoring import Head, anchor, head_of, unanchored
from weian.foundation.audit.actions.moving import Counted, Recorded, apart, changed, created, created_all, move
from weian.foundation.audit.actions.recording import Entry, lock_chains, record, record_all, together
from weian.foundation.audit.export import lines
from weian.foundation.audit.facts import codes_in, told_of, uids_in
from weian.foundation.audit.facts import in_words as facts_in_words
from weian.foundation.audit.models import Event
from weian.foundation.audit.verify import Fault, faults, heads
from weian.foundation.audit.words import in_words, meant_by
from weian.kernel import scope
from weian.kernel.actor import System

__all__ = [
    "Counted",
    "Entry",
    "Event",
    "Fault",
    "Head",
    "Recorded",
    "acting_as_system",
    "anchor",
    "apart",
    "changed",
    "codes_in",
    "created",
    "created_all",
    "facts_in_words",
    "faults",
    "head_of",
    "heads",
    "history",
    "in_words",
    "lines",
    "lock_chains",
    "meant_by",
    "move",
    "record",
    "record_all",
    "together",
    "told_of",
    "uids_in",
    "unanchored",
]


@contextmanager
def acting_as_system(reason: str) -> Iterator[System]:
    """See all rows, for a stated reason. Every event written inside carries that reason."""
    system = System(reason)
    with scope.applied(scope.SYSTEM):
        yield system


def history(record: UUID, *, limit: int = 200) -> list[Event]:
    """The events of one record, newest first. The caller has already asked whether the record may be seen."""
    return list(Event.objects.filter(record=record).order_by("-at", "-seq")[:limit])
