"""A document loses force: everything that rests on it is marked for review, and nothing is undone."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.documents import access
from weian.foundation.documents.models import Clause, Document
from weian.foundation.documents.reliance import resting_on
from weian.foundation.documents.states import DocumentStatus
from weian.foundation.people.api import Refused
from weian.kernel import clock
from weian.kernel.actor import Actor


def annul(
    document: Document, *, by: Actor, why: str, on: date | None = None, replaced_by: Document | None = None
) -> list[Clause]:  # fmt: skip
    """Mark a document 废止 from `on` (default today) and return the clauses that now show 待复核.

    Those are its own clauses and the clauses that rest on it, directly or through other documents (requirement
    S0-0.2). Raises Refused, IllegalMove.
    """
    access.check_can_annul(by, document)
    if not why.strip():
        raise Refused("请写明废止的依据或理由。")
    if replaced_by is not None and (replaced_by.pk == document.pk or replaced_by.status != DocumentStatus.ISSUED):
        raise Refused("代替它的文件必须是另一份有效的文件。")
    with transaction.atomic():
        values = {"annulled_on": on or clock.today(), "replaced_by": replaced_by}
        facts = {"replaced_by": str(replaced_by.uid)} if replaced_by else {}
        audit.move(
            document, DocumentStatus.ANNULLED, by=by, why=why, verb="document.annulled", values=values, facts=facts
        )
        clauses = resting_on(document).clauses
        _mark(clauses, document, by)
    return clauses


def settle_review(clause: Clause, *, by: Actor, why: str) -> None:
    """A person has looked again: the clause stands as it is. Raises Refused."""
    access.check_can_review(by, clause)
    if not why.strip():
        raise Refused("请写明复核结论。")
    with audit.changed(clause, "clause.reviewed", by=by, why=why):
        clause.review, clause.review_cause = Clause.Review.NONE, None


def _mark(clauses: list[Clause], cause: Document, by: Actor) -> None:
    """One event a document, in the chain of the unit that keeps it."""
    Clause.objects.filter(pk__in=[clause.pk for clause in clauses]).update(
        review=Clause.Review.PENDING, review_cause=cause
    )
    by_document: dict[UUID, list[Clause]] = {}
    for clause in clauses:
        clause.review, clause.review_cause = Clause.Review.PENDING, cause
        by_document.setdefault(clause.document_id, []).append(clause)
    audit.lock_chains({clause.document.unit_id for clause in clauses})
    for uid, marked in by_document.items():
        audit.record(
            "document.to_review", kind="document", record=uid, chain=marked[0].document.unit_id, by=by,
            facts={"cause": str(cause.uid), "clauses": [str(clause.uid) for clause in marked]},
        )  # fmt: skip
