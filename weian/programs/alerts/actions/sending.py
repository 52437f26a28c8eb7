"""An alert goes out at once: a document, its receipts, the answer that it asks for, a message to every desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from weian.foundation.documents import api as documents
from weian.foundation.inbox import api as inbox
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.programs.alerts import access

# More units than that are reached through the commissions below, as notices are.
MOST_UNITS = 2_000


@dataclass(frozen=True)
class AlertSpec:
    """What somebody wants to say. The uid is made by the form, so that sending it twice sends it once."""

    uid: UUID
    kind: str
    title: str
    text: str
    hours: int | None = None
    questions: Sequence[duties.Question] = ()
    answer_by: date | None = None
    minutes: int | None = None
    units: Sequence[Unit] = field(default_factory=tuple)


@transaction.atomic
def send(spec: AlertSpec, *, by: Viewer) -> documents.Document:
    """Send an alert to its units. Raises Refused."""
    access.check_can_send(by)
    if len(spec.units) > MOST_UNITS:
        raise Refused(f"一次最多发 {MOST_UNITS} 家，现在 {len(spec.units)} 家；请发到下级卫生健康局，由它们转发。")
    if spec.questions and spec.answer_by is None:
        raise Refused("要反馈的提示要写明几号前反馈。")
    if spec.answer_by and spec.answer_by < clock.today():
        raise Refused("反馈期限在今天以前，请核对。")
    text = f"{spec.title}\n{spec.text}"
    document = documents.draft_notice(
        _Short(spec.title, spec.text), by=by, text=text, uid=spec.uid, kind=spec.kind, read_hours=spec.hours
    )
    receipts = documents.issue(document, by=by, addressees=spec.units, copies=())
    if spec.questions:
        duties.put_obligations(document, [_asked(spec, document)], by=by)
    inbox.tell_addressees(document, receipts)
    return document


def _asked(spec: AlertSpec, document: documents.Document) -> duties.Spec:
    """The answer counts as given when it is handed in: who asked reads it, nobody accepts it."""
    return duties.Spec(
        uid=uuid5(spec.uid, "answer"), kind=duties.AskKind.REPORT, title=f"反馈：{spec.title}"[:200],
        clause=document.clauses.first(), due=spec.answer_by, minutes=spec.minutes, acceptor=duties.Acceptor.NONE,
        form=[one.model_dump() for one in spec.questions], evidence=("record",),
    )  # fmt: skip


@dataclass(frozen=True)
class _Short:
    """A short text in the shape of a read notice: one clause, no number."""

    title: str
    text: str

    def to_dict(self) -> dict[str, Any]:
        last = 1 + len(self.text.splitlines())
        return {"title": self.title, "clauses": [{"no": "", "heading": "", "text": self.text, "line": [2, last]}]}
