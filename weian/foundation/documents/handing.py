"""What was sent to a unit goes over to its successor (socket org.work)."""

from __future__ import annotations

from weian.foundation.audit import api as audit
from weian.foundation.documents.models import Receipt
from weian.foundation.documents.states import DocumentStatus, ReceiptStatus
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.viewer import Refused
from weian.kernel.actor import Actor
from weian.kernel.scope import Range


def _unsigned(unit: Unit) -> int:
    return Receipt.objects.under(unit).unsigned().exclude(document__status=DocumentStatus.ANNULLED).count()


def _hand_over(old: Unit, new: Unit, within: Range, by: Actor) -> int:
    """Receipts of documents in force. A document that both got stays signed for twice, by each itself."""
    got = set(Receipt.objects.filter(unit=new).values_list("document", flat=True))
    mine = Receipt.objects.within([within]).filter(unit=old).exclude(document__status=DocumentStatus.ANNULLED)
    n = 0
    for receipt in mine.select_related("document").order_by("sent_at", "uid"):
        if receipt.document_id not in got:
            with audit.changed(receipt, "receipt.taken_over", by=by, facts={"from": str(old.uid)}):
                receipt.unit = new
            n += 1
        elif receipt.status == ReceiptStatus.SENT:
            raise Refused(f"《{receipt.document.title}》两个单位都收到了，{old.title}还没有签收。请先签收。")
    return n


WORK = org.Work("receipt", "未签收通知", "份", 1, _unsigned, _hand_over)
