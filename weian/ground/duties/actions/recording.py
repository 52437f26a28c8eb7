"""What was done is recorded once, with its evidence, and may answer several tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from pydantic import ValidationError

from weian.foundation.audit import api as audit
from weian.foundation.evidence import api as evidence
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.duties.access import check_can_answer
from weian.ground.duties.actions.behalf import mark
from weian.ground.duties.behalf import writes_for
from weian.ground.duties.facts import schema_of
from weian.ground.duties.models import Answer, AskKind, Record, Task
from weian.kernel import clock
from weian.kernel.actor import Actor

_TAKEN = "这个编号已经记过另一条内容。请刷新页面后重新填写，已填的内容留在草稿里。"


class BadFacts(Refused):
    """Fields of a record that do not hold; `fields` maps the field's name to a Chinese sentence."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("；".join(fields.values()))
        self.fields = fields


@dataclass(frozen=True)
class File:
    """One file to keep with a record: what was uploaded, and what it shows."""

    upload: Any
    role: str = "file"
    source: str = "upload"
    uid: UUID | None = None


@dataclass(frozen=True)
class RecordSpec:
    """What somebody did, and how many minutes it took where they say so. The uid is made by the form, so that sending
    it twice records it once."""

    kind: str
    title: str
    happened_on: date
    text: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    files: Sequence[File] = ()
    took: int | None = None
    uid: UUID = field(default_factory=uuid4)


@transaction.atomic
def record(spec: RecordSpec, *, by: Viewer, unit: Unit | None = None) -> Record:
    """Keep a record of the viewer's unit with its files. Raises BadFacts, Refused, evidence.Rejected."""
    known = Record.objects.filter(pk=spec.uid).first()
    if known is not None:
        return _same(known, spec, by)
    if spec.happened_on > clock.today():
        raise BadFacts({"happened_on": "发生日期在今天以后，请核对。"})
    made = Record(
        uid=spec.uid, kind=spec.kind, title=spec.title.strip(), happened_on=spec.happened_on, text=spec.text.strip(),
        facts=_facts(spec), by=by.person, made_at=clock.now(),
        took=spec.took,
    ).at(unit or by.unit)  # fmt: skip
    try:
        with transaction.atomic():
            audit.created(made, "record.made", by=by, facts={"kind": spec.kind, "on": spec.happened_on.isoformat()})
    except IntegrityError as double:
        # Of two presses at once the second waits here; or the uid belongs to a place that cannot be seen.
        known = Record.objects.filter(pk=spec.uid).first()
        if known is None:
            raise Refused(_TAKEN) from double
        return _same(known, spec, by)
    if writes_for(by, made.unit):
        mark(Record.audit_kind, made.pk, made.title, unit=made.unit, by=by)
    for one in spec.files:
        evidence.keep(
            one.upload, by=by, unit=made.unit, owner_kind=Record.audit_kind, owner_uid=made.pk, role=one.role,
            source=one.source, uid=one.uid,
        )  # fmt: skip
    return made


@transaction.atomic
def answer(task: Task, made: Record, *, by: Actor) -> Answer:
    """Let a record of the same unit answer a task; the same record may answer others. Raises Refused."""
    check_can_answer(by, task)
    if made.unit_id != task.unit_id:
        raise Refused("只能用本单位的记录来办本单位的任务。")
    signed_on = made.facts.get("approved_on", made.happened_on.isoformat())
    asked_on = task.obligation.made_at.astimezone(clock.SHANGHAI).date()
    if task.obligation.kind == AskKind.PLAN and min(made.happened_on.isoformat(), signed_on) < asked_on.isoformat():
        raise Refused("方案的日期或批准日期早于通知下发，不能算作落实这个通知的方案。")
    known: Answer | None = Answer.objects.filter(task=task, record=made).first()
    if known is not None:
        return known
    link = Answer(task=task, record=made, made_at=clock.now()).at(task.unit)
    link.save(force_insert=True)
    audit.record(
        "task.answered", kind="task", record=task.pk, chain=task.audit_chain(), by=by, facts={"record": str(made.pk)}
    )
    return link


def _facts(spec: RecordSpec) -> dict[str, Any]:
    try:
        return schema_of(spec.kind).model_validate(spec.facts).model_dump(mode="json")
    except ValidationError as error:
        raise BadFacts({str(one["loc"][0]): _sentence(one) for one in error.errors()}) from error


def _sentence(error: Any) -> str:
    where = "".join(f"第 {part + 1} 行" if isinstance(part, int) else "" for part in error["loc"])
    kind = str(error["type"])
    if kind == "missing" or "too_short" in kind:
        return f"{where}这一项要填。"
    if kind.startswith(("int", "greater", "less")):
        return f"{where}请填合理的整数。"
    if kind.startswith("date"):
        return f"{where}请填日期，如 2026-11-23。"
    return f"{where}请核对这一项。"


def _same(known: Record, spec: RecordSpec, by: Viewer) -> Record:
    sent = (spec.kind, spec.title.strip(), spec.happened_on, spec.text.strip(), _facts(spec), by.person.pk)
    if (known.kind, known.title, known.happened_on, known.text, known.facts, known.by_id) != sent:
        raise Refused(_TAKEN)
    return known
