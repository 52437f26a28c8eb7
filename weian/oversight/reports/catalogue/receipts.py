"""签收: who has signed for what was sent."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from weian.foundation.documents.api import DocumentStatus, ReceiptStatus
from weian.foundation.documents.models import Document, Receipt
from weian.foundation.org.models import PositionedQuerySet
from weian.oversight.reports.catalogue.asking import Asked, Conditions, Entry, Source, day_of, key_of
from weian.oversight.reports.measured import Measure, Row
from weian.oversight.reports.models import ReceiptStanding
from weian.oversight.reports.standing import Kept

SENT = Q(status=ReceiptStatus.SENT)
# Looked up among these, which are read once: joined, each receipt would be compared with every document, because behind
# row security PostgreSQL expects one receipt where there are thousands.
ANNULLED = Q(document__in=Document.objects.filter(status=DocumentStatus.ANNULLED))
IN_FORCE = ~ANNULLED
_GONE = ("annulled", "文件已废止", ANNULLED)


def _all(rows: PositionedQuerySet, asked: Asked) -> PositionedQuerySet:
    return rows.filter(document=asked.document) if asked.document else rows


def _row(receipt: Receipt) -> Row:
    day = day_of(receipt.signed_at).isoformat() + " 签收" if receipt.signed_at else f"{receipt.due.isoformat()} 前签收"
    return Row(
        receipt.document.title, day, receipt.unit.title, reverse("document", args=[receipt.document_id]),
        receipt.get_status_display(), key_of(receipt.org_pos, receipt.pk), 0.0 if receipt.status == "sent" else 1.0,
    )  # fmt: skip


KEPT = Kept(ReceiptStanding, lambda day: {"due": [day]})
RECEIPTS = Source("receipts", Receipt, _all, ("document", "unit"), _row, KEPT)

SIGNED = Entry(
    Measure(
        "receipts.signed", "签收率", "%", "1",
        "已签收和已转发的份数 ÷ 送达本级及所属单位的份数（含抄送）。已废止的文件不计，另列。", "rate",
    ),
    RECEIPTS,
    lambda asked: Conditions(~SENT, IN_FORCE, (_GONE,), (("late", "其中逾期未签收", IN_FORCE & _late(asked)),)),
)  # fmt: skip

UNSIGNED_LATE = Entry(
    Measure(
        "receipts.unsigned_late", "逾期未签收", "份", "1",
        "送达本级及所属单位、过了签收期限（期限当日不算）还没有签收的份数。已废止的文件不计，另列。", "count",
    ),
    RECEIPTS,
    lambda asked: Conditions(IN_FORCE & _late(asked), None, (("annulled", "文件已废止", ANNULLED & _late(asked)),)),
)  # fmt: skip


def _late(asked: Asked) -> Q:
    return SENT & Q(due__lt=asked.on)


ENTRIES = (SIGNED, UNSIGNED_LATE)
