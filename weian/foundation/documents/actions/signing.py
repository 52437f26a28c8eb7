from __future__ import annotations

from weian.foundation.audit import api as audit
from weian.foundation.documents import access
from weian.foundation.documents.models import Receipt
from weian.foundation.documents.states import ReceiptStatus
from weian.kernel import clock
from weian.kernel.actor import Actor


def sign(receipt: Receipt, *, by: Actor) -> Receipt:
    """The unit's desk signs that it got the document. Signing twice changes nothing. Raises Refused."""
    access.check_can_sign(by, receipt)
    if receipt.status == ReceiptStatus.SENT:
        audit.move(receipt, ReceiptStatus.SIGNED, by=by, verb="receipt.signed")
    return receipt


def urge(receipt: Receipt, *, by: Actor) -> None:
    """Log that a person asked the unit to sign (催办); at most once a day. Raises Refused."""
    with audit.changed(receipt, "receipt.urged", by=by, facts={"due": receipt.due.isoformat()}) as was:
        # Asked of the locked row: of two people who press at once one urges.
        was.unit, was.document = receipt.unit, receipt.document
        access.check_can_urge(by, was)
        receipt.urged_at, receipt.urged_by = clock.now(), by.actor_uid


def note_reminder(receipt: Receipt, *, by: Actor) -> None:
    """Log that the unit was reminded to sign (requirement S0-0.1)."""
    with audit.changed(receipt, "receipt.reminded", by=by, facts={"due": receipt.due.isoformat()}):
        receipt.reminded_at = clock.now()
