"""What is on record elsewhere answers a task: a record that points there, made once, however often it is used."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.duties.actions.recording import answer
from weian.ground.duties.actions.starting import start
from weian.ground.duties.models import Answer, Record
from weian.ground.duties.owed import Owed
from weian.ground.duties.recorded import Recorded, offered
from weian.kernel import clock
from weian.kernel.actor import Actor


def draft(one: Owed, kind: str, told: Recorded) -> Record:
    """The record that would be made; not kept."""
    return Record(
        uid=told.uid, kind=one.obligation.kind, title=told.title[:200], happened_on=told.on, text=told.text,
        facts=dict(told.facts), by=told.by, made_at=clock.now(), took=told.took, source_kind=kind,
        source_uid=told.source_uid, scanned=told.scanned,
    ).at(one.unit)  # fmt: skip


@transaction.atomic
def answer_with(one: Owed, uid: UUID, *, by: Viewer) -> Answer:
    """Let what is on record under `uid` answer what is owed; pressed again it is the same. Raises Refused."""
    known: Answer | None = Answer.objects.filter(task=one.task, record=uid).first() if one.task else None
    if known is not None:
        return known
    kind, told = next((pair for pair in offered(one) if pair[1].uid == uid), (None, None))
    if kind is None or told is None:
        raise Refused("这条记录已经不能抵这一项了，请刷新后再看。")
    if told.waiting:
        raise Refused(told.waiting)
    task = start(one, by=by)
    return answer(task, kept(one, kind, told, by=by), by=by)


def kept(one: Owed, kind: str, told: Recorded, *, by: Actor) -> Record:
    """The record of it, made when it is used first; who did it wrote it, else whoever uses it."""
    made: Record | None = Record.objects.filter(pk=told.uid).first()
    if made is not None:
        return made
    made = draft(one, kind, told)
    facts = {"kind": made.kind, "on": told.on.isoformat(), "source": kind, "uid": str(told.source_uid or "")}
    if made.by_id is None and isinstance(by, Viewer):
        made.by = by.person
    audit.created(made, "record.made", by=by, facts=facts)
    return made
