"""依据: from a clause up to the documents that it rests on (requirement S0-0.2)."""

from __future__ import annotations

from dataclasses import dataclass, field

from weian.foundation.documents.models import Cite, Clause, Document
from weian.foundation.people.viewer import Viewer

DEEPEST = 4


@dataclass
class Basis:
    """A document that another rests on. `document` is None where it is not in a library that the viewer can read."""

    title: str
    doc_no: str
    document: Document | None
    above: list[Basis] = field(default_factory=list)


def basis_of(document: Document, viewer: Viewer, *, clause: Clause | None = None) -> list[Basis]:
    """What the document, or one clause of it, rests on, four levels up; two queries a level."""
    cites = Cite.objects.filter(document=document)
    if clause is not None:
        cites = cites.filter(clause=None) | cites.filter(clause=clause)
    seen = {document.pk}
    found = _level(list(cites), viewer)
    level = [basis for _, basis in found]
    for _ in range(DEEPEST - 1):
        open_ones = {one.document.pk: one for one in level if one.document and one.document.pk not in seen}
        if not open_ones:
            break
        seen |= set(open_ones)
        upper = _level(list(Cite.objects.filter(document__in=open_ones)), viewer)
        for cite, basis in upper:
            open_ones[cite.document_id].above.append(basis)
        level = [basis for _, basis in upper]
    return [basis for _, basis in found]


def _level(cites: list[Cite], viewer: Viewer) -> list[tuple[Cite, Basis]]:
    wanted = [cite.target_id for cite in cites if cite.target_id]
    readable = Document.objects.visible_to(viewer).select_related("unit").in_bulk(wanted) if wanted else {}
    return [(cite, _basis(cite, readable.get(cite.target_id))) for cite in cites]


def _basis(cite: Cite, document: Document | None) -> Basis:
    if document is None:
        return Basis(cite.title, cite.doc_no, None)
    return Basis(document.title, document.doc_no, document)
