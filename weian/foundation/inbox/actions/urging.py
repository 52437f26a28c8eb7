"""催办: a person asks once more for a signature that is missing. The clock reminds by itself (foundation/ladder)."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from weian.foundation.audit import api as audit
from weian.foundation.documents import api as documents
from weian.foundation.documents.api import Document, Receipt
from weian.foundation.inbox.actions.receipts import named
from weian.foundation.inbox.actions.sending import send_to_desk
from weian.foundation.people.api import Refused, Viewer
from weian.foundation.people.roles import May

# What a page offers to choose at once, with room to spare.
MOST = 200


@dataclass(frozen=True)
class Urged:
    """The receipts that were urged, and a sentence for each unit that was passed over."""

    receipts: list[Receipt]
    passed_over: list[str]


@transaction.atomic
def urge_receipts(document: Document, units: Iterable[UUID], *, by: Viewer) -> Urged:
    """Urge units to sign for a document: logged at each receipt, with a message to the desk of the unit.

    Units that signed or were urged today are passed over in words. Raises Refused where nobody was chosen.
    """
    wanted = set(units)
    if not wanted:
        raise Refused("还没有选择要催办的单位。")
    if len(wanted) > MOST:
        raise Refused(f"一次最多催办 {MOST} 家，请分几次。")
    found = documents.sent_receipts(document, by, wanted)
    outside = any(not by.supervises(one.unit) for one in found)
    urged, passed_over = [], []
    # A unit named singly may stand outside the sender's part of the tree: then row security must be stepped over.
    with audit.acting_as_system("发文单位催办签收") if outside else nullcontext():
        # Rows before chains, as everywhere: whoever signs at this moment waits or is waited for, but never both.
        list(Receipt.objects.select_for_update().filter(pk__in=[one.pk for one in found]).order_by("pk"))
        audit.lock_chains({one.unit_id for one in found})
        for receipt in found:
            try:
                documents.urge(receipt, by=by)
            except Refused as refusal:
                passed_over.append(str(refusal))
            else:
                urged.append(receipt)
        _tell(document, urged, by)
    return Urged(urged, passed_over)


def _tell(document: Document, urged: list[Receipt], by: Viewer) -> None:
    if not urged:
        return
    send_to_desk(
        [one.unit for one in urged], may=May.SIGN_RECEIPT, kind="receipt.urged", title=f"催办签收：{document.title}",
        text=f"{by.unit.title}{by.person.name}催办：{named(document)}还没有签收。",
        link=("document", document.uid), url=reverse("document", args=[document.uid]),
    )  # fmt: skip
