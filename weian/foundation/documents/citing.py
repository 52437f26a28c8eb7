"""How a document finds the one that it cites, and a clause the documents that it rests on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from django.db.models import F, Q

from weian.foundation.documents.models import Cite, Clause, Document, Receipt
from weian.foundation.documents.states import DocumentStatus
from weian.foundation.org.models import Unit
from weian.kernel.text.numbers import find_doc_nos, parse_doc_no


def target_of(cite: Cite, document: Document) -> Document | None:
    """The document meant: kept by the same unit or one above, or sent to it; by number, else by full title."""
    wanted = Q(doc_no_norm=cite.doc_no_norm) if cite.doc_no_norm else Q(title__in=_titles(cite.title))
    sent = Receipt.objects.filter(unit=document.unit).values("document")
    above = Unit.objects.above(document.unit).order_by().values("pk")
    near = Q(unit=document.unit) | Q(unit__in=above) | Q(pk__in=sent)
    found = Document.objects.filter(wanted, near).exclude(status=DocumentStatus.DRAFT).exclude(pk=document.pk)
    # A valid one before an annulled one; the nearest keeper first.
    return found.order_by(F("annulled_on").desc(nulls_first=True), "-unit__pos", "-made_at").first()


def only_clause(document: Document, clauses: Sequence[Clause], title: str, doc_no: str) -> Clause | None:
    """The clause that alone names the cited document; None where the preamble or several clauses name it."""
    word = doc_no or title
    inside = [clause for clause in clauses if _names(f"{clause.heading}{clause.text}", word)]
    if len(inside) != 1:
        return None
    lines = document.lines
    outside = "".join(lines[: inside[0].first_line - 1] + lines[inside[0].last_line :])
    return None if _names(outside, word) else inside[0]


def link_cites_to(document: Document) -> int:
    """Open cites of units at and below the keeper that mean this document now find it. Returns how many."""
    if document.status == DocumentStatus.DRAFT:
        return 0
    keeper = document.unit
    meant = Q(doc_no_norm="", title__in=_titles(document.title))  # as laws are cited: by name alone
    if document.doc_no_norm:
        meant |= Q(doc_no_norm=document.doc_no_norm)
    waiting = Cite.objects.filter(meant, target=None).exclude(document=document)
    below = waiting.filter(document__unit__pos__gte=keeper.pos, document__unit__pos__lt=keeper.end)
    return below.update(target=document)


def _names(text: str, word: str) -> bool:
    number = parse_doc_no(word)
    if number is None:
        return _bare(word) in _bare(text)
    # A code in running text may have caught words from its left: compare from the right.
    return any(str(found.doc_no).endswith(str(number)) for found in find_doc_nos(text))


def _titles(title: str) -> set[str]:
    """As a title is written: with and without its book marks."""
    return {title, _bare(title), f"《{_bare(title)}》"}


def _bare(title: str) -> str:
    """A title without its book marks and blanks."""
    return re.sub(r"[\s《》〈〉]", "", unicodedata.normalize("NFKC", title))
