"""What of a unit's documents the public may see (requirement S1-0.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from weian.foundation.documents.models import Document
from weian.foundation.org.models import Unit


@dataclass(frozen=True)
class PublicEntry:
    """A line of the public list. `text` is None where the text is given only on request (依申请公开)."""

    title: str
    doc_no: str
    issuer_name: str
    issued_on: date | None
    disclosure: str
    text: str | None


def public_list(unit: Unit) -> list[PublicEntry]:
    """Valid documents issued by `unit` as they may be published, newest first. 不予公开 is left out altogether.

    The text of a document that is open only on request never leaves the database here.
    """
    shown = Document.objects.issued().filter(issuer=unit).exclude(disclosure=Document.Disclosure.INTERNAL)
    ordered = shown.order_by("-issued_on", "-made_at")
    texts = dict(ordered.filter(disclosure=Document.Disclosure.OPEN).values_list("pk", "body"))
    return [
        PublicEntry(
            one.title, one.doc_no, one.issuer_name, one.issued_on, one.get_disclosure_display(), texts.get(one.pk)
        )
        for one in ordered.defer("body")
    ]
