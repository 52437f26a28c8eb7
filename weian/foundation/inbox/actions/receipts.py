"""Messages about documents: they came, and they are still not signed for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.urls import reverse

from weian.foundation.documents import api as documents
from weian.foundation.documents.api import Document, Receipt
from weian.foundation.inbox.actions.sending import send_to_desk
from weian.foundation.org.models import Unit
from weian.foundation.people.roles import May
from weian.kernel import clock
from weian.kernel.actor import Actor


def tell_addressees(document: Document, receipts: Sequence[Receipt]) -> int:
    """Tell the desks of the units that just got the document. Returns how many people."""
    if not receipts:
        return 0
    due = min(receipt.due for receipt in receipts)
    return send_to_desk(
        [receipt.unit for receipt in receipts], may=May.SIGN_RECEIPT, kind="receipt.sent",
        title=f"待签收：{document.title}", text=f"{_name(document)}，请于 {due.isoformat()} 前签收。",
        link=("document", document.uid), url=reverse("document", args=[document.uid]),
    )  # fmt: skip


def remind_unsigned(*, by: Actor) -> list[Receipt]:
    """Remind every unit whose signature is overdue, once, and tell the sender which they are (requirement S0-0.1).

    For the job, which sees all. Returns the receipts reminded.
    """
    late = documents.overdue_unsigned(clock.today())
    by_sender: defaultdict[tuple[Document, Unit], list[Receipt]] = defaultdict(list)
    for receipt in late:
        documents.note_reminder(receipt, by=by)
        _remind(receipt)
        by_sender[receipt.document, receipt.sent_by].append(receipt)
    for (document, sender), missing in by_sender.items():
        _tell_sender(document, sender, missing)
    return late


def _remind(receipt: Receipt) -> None:
    document = receipt.document
    send_to_desk(
        [receipt.unit], may=May.SIGN_RECEIPT, kind="receipt.reminded", title=f"逾期未签收：{document.title}",
        text=f"{_name(document)}应于 {receipt.due.isoformat()} 前签收，请尽快签收。",
        link=("document", document.uid), url=reverse("document", args=[document.uid]),
    )  # fmt: skip


def _tell_sender(document: Document, sender: Unit, missing: Sequence[Receipt]) -> None:
    names = "、".join(receipt.unit.title for receipt in missing[:5])
    more = f"等 {len(missing)} 家" if len(missing) > 5 else ""
    send_to_desk(
        [sender], kind="receipt.missing", title=f"未签收 {len(missing)} 家：{document.title}",
        text=f"{names}{more}逾期未签收，已自动催签。",
        link=("document", document.uid), url=reverse("document", args=[document.uid]) + "?receipts=sent",
        digest_key=f"receipt.missing:{document.uid}",
    )  # fmt: skip


def _name(document: Document) -> str:
    return f"{document.issuer_name or document.unit.title}{document.doc_no}"
