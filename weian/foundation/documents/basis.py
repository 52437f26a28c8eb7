"""依据: from a clause up to the documents that it rests on (requirement S0-0.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from weian.foundation.documents.models import Cite, Clause, Document
from weian.foundation.people.viewer import Viewer

DEEPEST = 4


@dataclass
class Basis:
    """A document that another rests on. `document` is None where it is not in a library that the viewer can read.

    `named`: how the citing text writes it, its title without book marks and its number.
    """

    title: str
    doc_no: str
    document: Document | None
    above: list[Basis] = field(default_factory=list)
    named: tuple[str, ...] = ()


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
    named = (cite.title.strip("《》"), cite.doc_no)
    return Basis(document.title, document.doc_no, document, named=tuple(filter(None, named)))


def linked(text: str, level: Sequence[Basis]) -> SafeString:
    """The text with each document that it names, by title in book marks or by number, as a door to it."""
    doors = {word: one.document.get_absolute_url() for one in level if one.document for word in one.named}
    if not doors:
        return format_html("{}", text)
    words = sorted(doors, key=len, reverse=True)
    pieces = re.split(f"({'|'.join(map(re.escape, words))})", text)
    drawn = (format_html('<a href="{}">{}</a>', doors[one], one) if one in doors else one for one in pieces)
    return format_html_join("", "{}", ((one,) for one in drawn))
