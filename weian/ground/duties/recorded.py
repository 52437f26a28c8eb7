"""Socket: what is on record elsewhere already and answers what a unit owes. Whoever keeps it says so, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from weian.foundation.evidence import api as evidence
from weian.foundation.people.api import Viewer
from weian.foundation.people.models import Person
from weian.ground.duties.led import asks_superior
from weian.ground.duties.models import Record
from weian.ground.duties.owed import Owed
from weian.ground.duties.pack_schema import answering_rules


@dataclass(frozen=True)
class Recorded:
    """Something on record that may answer; `uid` is that of the duties record that is made from it, however often it is
    used. `by` did it, `took` minutes. While `waiting` says why, it cannot be used yet."""

    uid: UUID
    title: str
    on: date
    by: Person | None
    source_uid: UUID | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    scanned: bool = False
    took: int | None = None
    waiting: str = ""


def _nothing(uids: Sequence[UUID]) -> dict[UUID, list[evidence.Attachment]]:
    return {}


@dataclass(frozen=True)
class Source:
    """`offers` what a unit has on record from one day to another, newest first; `url` leads a viewer from a record to
    it; `files` hang on it. `held` gives (unit, domain) of all units with such a record of a kind since a day,
    `spent` (unit, minutes) of all such checks since then."""

    offers: Callable[[Owed, date, date], list[Recorded]]
    url: Callable[[Record, Viewer], str]
    files: Callable[[Sequence[UUID]], Mapping[UUID, list[evidence.Attachment]]] = _nothing
    held: Callable[[str, date], QuerySet[Any] | None] | None = None
    spent: Callable[[date], QuerySet[Any]] | None = None


_sources: dict[str, Source] = {}


def evidence_source(kind: str, source: Source) -> None:
    """Register who keeps records of a kind. Raises ValueError when the kind is taken."""
    if kind in _sources:
        raise ValueError(f"who keeps these records is registered: {kind!r}")
    _sources[kind] = source


def evidence_sources() -> list[str]:
    """The generated list of sockets reads it."""
    return sorted(_sources)


def sources() -> Mapping[str, Source]:
    return _sources


def offered(one: Owed) -> list[tuple[str, Recorded]]:
    """What answers this and was not used for it yet, each with the kind of its source; newest first.

    Of a period what was done in it; else what is not older than the content says. What a superior must lead is known
    by `led.py` alone.
    """
    rule = answering_rules().get(one.obligation.kind)
    if rule is None or asks_superior(one.obligation):
        return []
    first = one.period_start or one.on - timedelta(days=rule.days)
    used = set(one.task.answers.values_list("record", flat=True)) if one.task else set()
    found = [
        (kind, told) for kind, source in _sources.items() for told in source.offers(one, first, one.on)
        if told.uid not in used
    ]  # fmt: skip
    return sorted(found, key=lambda pair: pair[1].on, reverse=True)


def files_of(records: Iterable[Record]) -> dict[UUID, list[evidence.Attachment]]:
    """The files of records: their own, and those of what they point to."""
    kept = list(records)
    found = evidence.attachments_of_many(Record.audit_kind, [one.pk for one in kept])
    pointing: dict[str, dict[UUID, UUID]] = defaultdict(dict)
    for one in kept:
        if one.source_uid is not None and one.source_kind in _sources:
            pointing[one.source_kind][one.source_uid] = one.pk
    for kind, of in pointing.items():
        for uid, files in _sources[kind].files(list(of)).items():
            found[of[uid]] = [*found[of[uid]], *files]
    return found


def url_of_source(record: Record, viewer: Viewer) -> str:
    """Where it was recorded first; empty for what was written here, or is not for this viewer."""
    source = _sources.get(record.source_kind)
    return source.url(record, viewer) if source else ""
