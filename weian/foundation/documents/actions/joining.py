"""联合印发: a document of several issuers keeps all of them and each one's number (S4-4a)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from weian.foundation.audit import api as audit
from weian.foundation.documents import access
from weian.foundation.documents.models import Document
from weian.foundation.people.api import Refused
from weian.kernel.actor import Actor

MOST = 20


@dataclass(frozen=True)
class Joint:
    """Another issuer and its number for the same document."""

    issuer: str
    doc_no: str


def set_joint(document: Document, others: Sequence[Joint], *, by: Actor) -> None:
    """Write down who issued the document too, in their order. Raises Refused."""
    access.check_can_join(by, document)
    if len(others) > MOST:
        raise Refused(f"联合印发的机关最多 {MOST} 家。")
    if any(not one.issuer.strip() for one in others):
        raise Refused("联合印发的机关要写名称。")
    told = [{"issuer": one.issuer.strip()[:200], "doc_no": one.doc_no.strip()[:80]} for one in others]
    with audit.changed(document, "document.joined", by=by, facts={"joint": told}):
        document.joint = told
