"""A unit's own paper: its plan, the minutes of its meeting, a rule that it gave itself. It is sent to nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.documents import citing
from weian.foundation.documents.models import Cite, Clause, Document
from weian.foundation.documents.states import DocumentStatus
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.kernel import clock
from weian.kernel.actor import Actor


@transaction.atomic
def file_own(
    *, uid: UUID, unit: Unit, kind: str, title: str, lines: Sequence[str], on: date, by: Actor,
    issuer_name: str = "", answers: Document | None = None,
) -> Document:  # fmt: skip
    """Keep what a unit wrote for itself, in force since `on`; every line is a clause.

    The same uid again changes nothing. The caller has asked whether this person may write it. Raises Refused for
    another unit's people. With `issuer_name` it states what an outside body asks, and the units below read it. It rests
    on the document that it `answers`, if any: when that loses force, its lines are to be looked at again.
    """
    if isinstance(by, Viewer) and by.unit.pk != unit.pk:
        raise Refused(f"这是{unit.title}自己的文件，由{unit.title}的人存入。")
    known = Document.objects.filter(pk=uid).first()
    if known is not None:
        return known
    now = clock.now()
    texts = [" ".join(line.split()) for line in lines]
    document = Document(
        uid=uid, unit=unit, issuer=None if issuer_name else unit, issuer_name=issuer_name or unit.name, kind=kind,
        title=title[:300], issued_on=on, body="\n".join(texts), status=DocumentStatus.ISSUED, made_at=now,
        made_by=by.actor_uid, issued_at=now, issued_by=by.actor_uid,
    )  # fmt: skip
    audit.created(document, "document.filed", by=by, facts={"title": document.title, "kind": kind})
    Clause.objects.bulk_create(
        Clause(document=document, order=at, no=str(at + 1), text=text, first_line=at + 1, last_line=at + 1)
        for at, text in enumerate(texts)
    )
    if answers is not None:
        Cite.objects.create(
            document=document, order=0, title=answers.title, doc_no=answers.doc_no, doc_no_norm=answers.doc_no_norm,
            target=answers,
        )  # fmt: skip
    if issuer_name:
        citing.link_cites_to(document)
    return document


@transaction.atomic
def replace_own(document: Document, fresh: Document, *, by: Actor) -> None:
    """The unit wrote a better one: the former loses force and names what stands in its place."""
    if document.status == DocumentStatus.ISSUED and document.pk != fresh.pk:
        values = {"annulled_on": clock.today(), "replaced_by": fresh}
        audit.move(document, DocumentStatus.ANNULLED, by=by, verb="document.replaced", values=values)
