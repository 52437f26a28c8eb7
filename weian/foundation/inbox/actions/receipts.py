"""Messages about documents that came. Those that nobody signs for climb the ladder (foundation/ladder)."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from weian.foundation.documents.api import Document, Receipt
from weian.foundation.inbox.actions.sending import send_to_desk
from weian.foundation.people.roles import May
from weian.kernel import clock


def tell_addressees(document: Document, receipts: Sequence[Receipt]) -> int:
    """Tell the desks of the units that just got the document. Returns how many people."""
    if not receipts:
        return 0
    due, due_at = min(receipt.due for receipt in receipts), receipts[0].due_at
    until = f"{due_at.astimezone(clock.SHANGHAI):%m-%d %H:%M}" if due_at else due.isoformat()
    return send_to_desk(
        [receipt.unit for receipt in receipts], may=May.SIGN_RECEIPT, kind="receipt.sent",
        title=f"{'紧急：' if due_at else '待签收：'}{document.title}", text=f"{named(document)}，请于 {until} 前签收。",
        link=("document", document.uid), url=reverse("document", args=[document.uid]),
    )  # fmt: skip


def named(document: Document) -> str:
    """The document as a message speaks of it: its issuer and number."""
    return f"{document.issuer_name or document.unit.title}{document.doc_no}"
