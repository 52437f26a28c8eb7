"""What hangs on a document: its own clauses, and whatever rests on it through 依据, level by level (S0-0.2)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from weian.foundation.documents.models import Cite, Clause, Document
from weian.foundation.documents.states import DocumentStatus


@dataclass(frozen=True)
class Resting:
    """`documents` rest on it as a whole, the document itself first; `clauses` are all that rest on it."""

    documents: frozenset[UUID]
    clauses: list[Clause]


def resting_on(document: Document) -> Resting:
    """Own clauses, then upward users level by level; a document met twice is looked at once."""
    seen: set[UUID] = {document.pk}
    wholes = {document.pk}
    clauses = list(document.clauses.select_related("document__unit"))
    level = {document.pk}
    while level:
        cites = Cite.objects.filter(target__in=level, document__status=DocumentStatus.ISSUED).select_related("clause")
        whole = {cite.document_id for cite in cites if cite.clause_id is None}
        single = {cite.clause_id for cite in cites if cite.clause_id is not None and cite.document_id not in whole}
        level = {cite.document_id for cite in cites} - seen
        seen |= level
        wholes |= whole & level
        clauses += Clause.objects.filter(document__in=whole & level).select_related("document__unit")
        clauses += Clause.objects.filter(pk__in=single).select_related("document__unit")
    return Resting(frozenset(wholes), list({clause.pk: clause for clause in clauses}.values()))
