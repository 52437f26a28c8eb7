"""Documents that nobody signed for (S0-0.1): the unit is reminded, the sender told which units they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.urls import reverse

from weian.foundation.documents import api as documents
from weian.foundation.documents.api import Document, Receipt
from weian.foundation.inbox import api as inbox
from weian.foundation.ladder.climbers import Climber, Waiting
from weian.foundation.ladder.models import Rung
from weian.foundation.ladder.pack_schema import NORMAL, URGENT
from weian.foundation.org.models import Unit
from weian.kernel import clock
from weian.kernel.actor import Actor

KIND = "receipt"


def _waiting(units: Sequence[Unit], until: date) -> list[Waiting]:
    """No early reminder: the document itself has just come."""
    by_id = {unit.pk: unit for unit in units}
    found = Receipt.objects.unsigned().binding().filter(unit__in=by_id, due__lte=until).select_related("document")
    return [
        Waiting(
            KIND, one.pk, by_id[one.unit_id], f"签收《{one.document.title}》"[:200],
            reverse("document", args=[one.document_id]), due=one.due, reminds_early=False,
            began=one.due_at, ladder=URGENT if one.due_at else NORMAL,
        )
        for one in found
    ]  # fmt: skip


def _undone(rungs: Sequence[Rung]) -> list[Rung]:
    unsigned = dict(Receipt.objects.unsigned().filter(pk__in=[one.target for one in rungs]).values_list("pk", "due"))
    return [one for one in rungs if unsigned.get(one.target) == one.due]


def _noted(rungs: Sequence[Rung], by: Actor) -> None:
    """The reminder is logged in the receipt's own history, once; the sender is told how many are missing now."""
    fresh = Receipt.objects.filter(pk__in={one.target for one in rungs}, reminded_at=None)
    senders: dict[tuple[UUID, UUID], Receipt] = {}
    for receipt in fresh.select_related("unit", "sent_by", "document__unit").order_by("due", "org_pos"):
        documents.note_reminder(receipt, by=by)
        senders[receipt.document_id, receipt.sent_by_id] = receipt
    for one in senders.values():
        _tell_sender(one.document, one.sent_by)


def _tell_sender(document: Document, sender: Unit) -> None:
    missing = Receipt.objects.overdue(clock.today()).filter(document=document, sent_by=sender)
    count = missing.count()
    names = "、".join(one.unit.title for one in missing.select_related("unit").order_by("org_pos")[:5])
    inbox.send_to_desk(
        [sender], kind="receipt.missing", title=f"未签收 {count} 家：{document.title}",
        text=f"{names}{f'等 {count} 家' if count > 5 else ''}逾期未签收，已自动催签。",
        link=("document", document.uid), url=reverse("document", args=[document.uid]) + "?receipts=sent",
        digest_key=f"receipt.missing:{document.uid}",
    )  # fmt: skip


CLIMBER = Climber(KIND, "待签收", _waiting, _undone, noted=_noted)
