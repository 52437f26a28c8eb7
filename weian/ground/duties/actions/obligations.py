"""A notice that is issued puts its obligations down, once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.documents.models import Clause, Document
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.ground.duties.actions.cooperating import name_cooperators
from weian.ground.duties.models import Acceptor, Obligation, OwedBy, Task
from weian.kernel import clock
from weian.kernel.actor import Actor


@dataclass(frozen=True)
class Spec:
    """What an obligation is to be; the uid is the caller's, so that putting it down again is no double."""

    uid: UUID
    kind: str
    title: str
    clause: Clause | None = None
    campaign: UUID | None = None
    composite: str = ""
    part: int = 0
    text: str = ""
    domain: str = ""
    owed_by: str = OwedBy.ADDRESSEES
    to_kinds: Sequence[str] = ()
    to_types: Sequence[str] = ()
    to_grades: Sequence[str] = ()
    size: str = ""
    pack_item: str = ""
    starts: date | None = None
    due: date | None = None
    due_event: str = ""
    every: str = ""
    by_day: str = ""
    times: int | None = None
    lead_days: int | None = None
    target: dict[str, Any] | None = None
    evidence: Sequence[str] = ()
    form: Sequence[dict[str, Any]] = ()
    acceptor: str = Acceptor.UPPER
    post_class: str = ""
    minutes: int | None = None
    lead: Sequence[str] = field(default_factory=tuple)
    support: Sequence[str] = field(default_factory=tuple)
    order: int = 0


@transaction.atomic
def put_obligations(document: Document, specs: Sequence[Spec], *, by: Actor) -> list[Obligation]:
    """Put the obligations of an issued document down; those that are there already stay as they are. Who co-operates
    is named with them, for the issuer's own territory.

    Raises Refused for a uid that stands under another document.
    """
    now = clock.now()
    known = dict(Obligation.objects.filter(pk__in=[spec.uid for spec in specs]).values_list("pk", "document"))
    if set(known.values()) - {document.pk}:
        raise Refused("这些要求已经属于另一份文件，不能再放到这一份下面。")
    fresh = [obligation_of(document, spec, document.unit, now) for spec in specs if spec.uid not in known]
    Obligation.objects.bulk_create(fresh)
    if fresh:
        audit.record(
            "obligations.put", kind="document", record=document.pk, chain=document.unit_id, by=by,
            facts={"obligations": [str(one.pk) for one in fresh]},
        )  # fmt: skip
        name_cooperators(fresh, [document.unit], by=by)
    return fresh


def drop_obligations(document: Document, *, keep: Iterable[UUID], by: Actor, **facts: str) -> None:
    """What the document asks beside `keep` is asked no more; once, however often it is said."""
    gone = Obligation.objects.filter(document=document, status=Obligation.Status.ACTIVE).exclude(pk__in=set(keep))
    uids = [str(one.pk) for one in gone]
    if uids:
        gone.update(status=Obligation.Status.ANNULLED)
        audit.record(
            "obligations.dropped", kind="document", record=document.pk, chain=document.unit_id, by=by,
            facts={"obligations": uids, **facts},
        )  # fmt: skip


def obligation_of(document: Document, spec: Spec, issuer: Unit, now: datetime) -> Obligation:
    """The row of a spec, not saved."""
    values = {name: _plain(value) for name, value in vars(spec).items()}
    values["due_event"], values["every"] = spec.due_event or "", spec.every or ""
    values["by_day"] = spec.by_day or ""
    return Obligation(document=document, issuer=issuer, made_at=now, **values)


@transaction.atomic
def date_event(document: Document, event: str, day: date, *, by: Actor) -> int:
    """The day of an event is known now: obligations that waited for it get their term; returns how many.

    Tasks that were begun follow, unless they were handed in already.
    """
    waiting = Obligation.objects.select_for_update().filter(document=document, due_event=event)
    uids = [one.pk for one in waiting]
    Obligation.objects.filter(pk__in=uids).update(due=day)
    Task.objects.filter(obligation__in=uids, submitted_at=None).update(due=day)
    if uids:
        audit.record(
            "obligations.dated", kind="document", record=document.pk, chain=document.unit_id, by=by,
            facts={"event": event, "day": day.isoformat(), "obligations": [str(uid) for uid in uids]},
        )  # fmt: skip
    return len(uids)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
