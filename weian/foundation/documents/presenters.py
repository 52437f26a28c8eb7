"""Documents shaped for their pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString

from weian.foundation.documents import access
from weian.foundation.documents.basis import Basis, linked
from weian.foundation.documents.models import Clause, Document, Receipt
from weian.foundation.documents.queries import ReceiptPage
from weian.foundation.documents.states import DocumentStatus, ReceiptStatus
from weian.foundation.people.api import names_of
from weian.foundation.people.viewer import Viewer
from weian.kernel import clock

PAGE = 50
RING = {
    ReceiptStatus.SENT: 0.0, ReceiptStatus.SIGNED: 0.7, ReceiptStatus.FORWARDED: 1.0,
    DocumentStatus.DRAFT: 0.2, DocumentStatus.ISSUED: 1.0, DocumentStatus.ANNULLED: 1.0,
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of a document's text; `clause` is the clause that begins on it."""

    number: int
    text: SafeString
    clause: Clause | None


@dataclass(frozen=True)
class Act:
    """A button and, where it is refused, the sentence beside it."""

    label: str
    url: str
    refusal: str = ""
    post: bool = False
    main: bool = False


def paragraphs(document: Document, clauses: Sequence[Clause], basis: Sequence[Basis]) -> list[Line]:
    """The lines that have words, each with the clause that begins there; documents named in it are doors."""
    starts = {clause.first_line: clause for clause in reversed(clauses)}
    return [
        Line(number, linked(text.strip(), basis), starts.get(number))
        for number, text in enumerate(document.lines, 1)
        if text.strip()
    ]


def acts(viewer: Viewer, document: Document, mine: Receipt | None) -> list[Act]:
    """What this viewer may do here. An act that is nobody's business of theirs is left out, a refused one speaks."""
    found: list[Act] = []
    if mine is not None and mine.status == ReceiptStatus.SENT:
        _, why = access.can_sign(viewer, mine)
        found.append(Act("签收", reverse("receipt-sign", args=[document.uid]), why, post=True, main=True))
    if mine is not None and viewer.is_commission and document.status == DocumentStatus.ISSUED:
        _, why = access.can_forward(viewer, mine)
        found.append(Act("转发", reverse("receipt-forward", args=[document.uid]), why))
    if document.unit_id == viewer.unit.pk and access.can_join(viewer, document)[0]:
        found.append(Act("联合印发", reverse("document-joint", args=[document.uid])))
    if document.unit_id == viewer.unit.pk and document.status == DocumentStatus.ISSUED:
        _, why = access.can_annul(viewer, document)
        found.append(Act("废止", reverse("document-annul", args=[document.uid]), why))
    return found


def receipt_table(document: Document, page: ReceiptPage, status: str, viewer: Viewer) -> dict[str, Any]:
    """Views by state, rows of one page with who may be urged, foot."""
    counts, today = page.counts, clock.today()
    names = names_of(uid for row in page.rows for uid in (row.signed_by, row.urged_by))
    total = sum(counts[state] for state in ReceiptStatus.values)
    here = document.get_absolute_url()
    views = [{"label": "全部", "url": here, "count": total, "is_here": not status}]
    views += [
        {"label": state.label, "url": f"{here}?receipts={state}", "count": counts[state], "is_here": status == state}
        for state in ReceiptStatus
    ]
    rows = [_row(receipt, names, receipt.late(today), viewer) for receipt in page.rows]
    return {
        "total": total,
        "late": counts["late"],
        "views": views,
        "rows": rows,
        "may_urge": any(row["may_urge"] for row in rows),
        "bulk": [{"key": "urge", "label": "催办", "icon": "bell"}],
        "foot": {
            "previous_url": _page_url(here, status, "before", page.before),
            "next_url": _page_url(here, status, "after", page.after),
            "total": counts[status] if status else total,
            "shown": len(rows),
        },
    }


def _page_url(here: str, status: str, name: str, key: int | None) -> str:
    return "" if key is None else f"{here}?{urlencode({'receipts': status, name: key})}#receipts"


def _row(receipt: Receipt, names: Mapping[UUID, str], late: bool, viewer: Viewer) -> dict[str, Any]:
    return {
        "may_urge": access.can_urge(viewer, receipt)[0],
        "urger": names.get(receipt.urged_by, "") if receipt.urged_by else "",
        "receipt": receipt, "late": late, "ring": RING[ReceiptStatus(receipt.status)],
        "signer": names.get(receipt.signed_by, "") if receipt.signed_by else "",
    }  # fmt: skip
