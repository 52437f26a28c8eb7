from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q

from weian.foundation.audit import api as audit
from weian.foundation.documents.models import Clause, Document, Receipt
from weian.foundation.documents.models.receipt import is_late
from weian.foundation.documents.states import DocumentStatus, ReceiptStatus
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer, count_for, rows_for
from weian.kernel import clock


def documents_visible_to(viewer: Viewer):  # type: ignore[no-untyped-def]
    """Query set of the documents that the viewer may read."""
    return Document.objects.visible_to(viewer).select_related("unit", "issuer")


def readable(wanted: Iterable[UUID | None], viewer: Viewer) -> dict[UUID | None, Document]:
    """Those of the documents that the viewer may read; of the others not even the title may be named."""
    uids = {uid for uid in wanted if uid}
    return dict(Document.objects.visible_to(viewer).in_bulk(uids)) if uids else {}


def titles(wanted: Collection[UUID]) -> dict[UUID, str]:
    """What documents are called, of those that somebody was told of."""
    return dict(Document.objects.filter(pk__in=wanted).values_list("pk", "title")) if wanted else {}


def receipt_of(document: Document, unit: Unit) -> Receipt | None:
    """What `unit` got of the document; None where it was not sent to it."""
    return Receipt.objects.filter(document=document, unit=unit).select_related("unit", "sent_by", "document").first()


def receipts_of(document: Document, viewer: Viewer, *, status: str = "") -> list[Receipt]:
    """Receipts that the viewer may see, by place: of the units below, and all that the viewer's unit sent."""
    with _sight(document, viewer) as receipts:
        return _rows(receipts, status)


@dataclass(frozen=True)
class ReceiptPage:
    """One keyset page by place. `before` and `after` are the keys of the pages around it, None where there is none."""

    counts: dict[str, int]
    rows: list[Receipt]
    before: int | None
    after: int | None


def receipts_page(
    document: Document, viewer: Viewer, *, status: str = "", after: int | None = None, before: int | None = None,
    limit: int = 50, binding: bool = False,
) -> ReceiptPage:  # fmt: skip
    """Counts by state (`late` for those unsigned past their day) and the page after or before an `org_pos`.

    With `binding` the reading copies are left out.
    """
    with _sight(document, viewer) as receipts:
        if binding:
            receipts = receipts.binding()
        counts = _counts(receipts)
        if before is not None:
            found = _rows(receipts.filter(org_pos__lt=before), status, limit + 1, backward=True)
            rows, more_before, more_after = found[:limit][::-1], len(found) > limit, bool(found)
        else:
            found = _rows(receipts if after is None else receipts.filter(org_pos__gt=after), status, limit + 1)
            rows, more_before, more_after = found[:limit], after is not None, len(found) > limit
    first = rows[0].org_pos if rows and more_before else None
    return ReceiptPage(counts, rows, first, rows[-1].org_pos if rows and more_after else None)


def sent_receipts(document: Document, viewer: Viewer, units: Iterable[UUID]) -> list[Receipt]:
    """The receipts of these units that the viewer may see, by place."""
    with _sight(document, viewer) as receipts:
        return _rows(receipts.filter(unit__in=set(units)).select_related("document__unit"), "")


def receipt_counts(document: Document, viewer: Viewer) -> dict[str, int]:
    """How many receipts the viewer sees in each state; `late` counts those unsigned past their day."""
    with _sight(document, viewer) as receipts:
        return _counts(receipts)


def _rows(receipts, status: str, limit: int | None = None, *, backward: bool = False) -> list[Receipt]:  # type: ignore[no-untyped-def]
    found = receipts.filter(status=status) if status else receipts
    return list(found.select_related("unit", "sent_by").order_by("-org_pos" if backward else "org_pos")[:limit])


def _counts(receipts) -> dict[str, int]:  # type: ignore[no-untyped-def]
    late = Count("uid", filter=Q(status=ReceiptStatus.SENT) & is_late(clock.today()))
    each = {state: Count("uid", filter=Q(status=state)) for state in ReceiptStatus.values}
    return receipts.aggregate(late=late, **each)  # type: ignore[no-any-return]


def unsigned(document: Document, viewer: Viewer) -> list[Receipt]:
    """Receipts of those who must act, not signed yet; `receipt.late(today)` tells which are past their day."""
    with _sight(document, viewer) as receipts:
        return _rows(receipts.binding().unsigned(), "")


def force(document: Document) -> str:
    """已废止, or 待复核 where some of it rests on what lost force; empty while all of it stands."""
    if document.status == DocumentStatus.ANNULLED:
        return "已废止"
    return "待复核" if document.clauses.filter(review=Clause.Review.PENDING).exists() else ""


def to_review(viewer: Viewer) -> list[Document]:
    """Documents of the viewer's unit with clauses 待复核, with `clauses_to_review` and `review_since`, oldest first."""

    def build(me: Viewer) -> Any:
        marked = Document.objects.issued().filter(unit=me.unit, clauses__review=Clause.Review.PENDING)
        counted = marked.annotate(
            clauses_to_review=Count("clauses"), review_since=Min("clauses__review_cause__annulled_at")
        )
        return counted.defer("body").order_by("review_since", "uid")

    return rows_for(viewer, "documents.to_review", build)


def waiting_for(viewer: Viewer) -> int:
    """How many documents wait for the signature of the viewer's unit."""
    return count_for(
        viewer, "documents.waiting", lambda me: Receipt.objects.visible_to(me).filter(unit=me.unit).unsigned()
    )


def states_for(documents: Iterable[Document], unit: Unit) -> dict[UUID, Receipt]:
    """The unit's own receipt of each of these documents, in one query."""
    wanted = [document.pk for document in documents]
    return {one.document_id: one for one in Receipt.objects.filter(unit=unit, document__in=wanted)}


@contextmanager
def _sight(document: Document, viewer: Viewer) -> Iterator:  # type: ignore[type-arg]
    """Receipts of the document that the viewer may see. Evaluate inside the block.

    Who sent a document sees whether it was signed for, even by a unit named singly outside its part of the tree
    (requirement S0-0.1); row security does not know senders, so that is asked here.
    """
    receipts = Receipt.objects.filter(document=document)
    if document.unit_id != viewer.unit.pk or not viewer.scope.ranges:
        yield receipts.visible_to(viewer)
        return
    mine = Receipt.objects.visible_to(viewer).filter(document=document) | receipts.filter(sent_by=viewer.unit)
    with audit.acting_as_system("发文单位查看签收情况"):
        yield mine
