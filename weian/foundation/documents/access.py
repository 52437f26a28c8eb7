"""Who may send, sign, forward and annul. What may be seen is `visible_to` of the models."""

from __future__ import annotations

from uuid import UUID

from weian.foundation.documents.models import Clause, Document, Receipt
from weian.foundation.documents.states import ReceiptStatus
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Refused, Viewer
from weian.kernel import clock
from weian.kernel.actor import Actor


def sees_document(uid: UUID, viewer: Viewer) -> bool:
    """Gate of the files that belong to a document."""
    return Document.objects.visible_to(viewer).filter(pk=uid).exists()


def check_can_keep(by: Actor, unit: Unit) -> None:
    """Only a unit's own desk that issues notices puts documents into its library."""
    if isinstance(by, Viewer):
        by.check(May.ISSUE_NOTICE)
        if by.unit.pk != unit.pk:
            raise Refused(f"只能为本单位录入文件；{unit.title}的文件由{unit.title}录入。")


def check_can_issue(by: Actor, document: Document) -> None:
    if isinstance(by, Viewer):
        by.check(May.ISSUE_NOTICE)
        _check_own(by, document, "下发")
    if not document.is_ours:
        raise Refused("这是外单位的文件，只能收入文件库，不能由本单位下发；要贯彻它，请另发一个通知并引用它。")


def check_can_sign(by: Actor, receipt: Receipt) -> None:
    """The desk of the unit that got the document signs for it (requirement S0-0.1)."""
    if isinstance(by, Viewer):
        if by.unit.pk != receipt.unit_id:
            raise Refused(f"这份文件发给{receipt.unit.title}，由{receipt.unit.title}签收。")
        by.check(May.SIGN_RECEIPT)


def check_can_urge(by: Actor, receipt: Receipt) -> None:
    """Who sent it and the commissions above ask for a missing signature, at most once a day."""
    if isinstance(by, Viewer):
        by.check(May.ISSUE_NOTICE)
        if by.unit.pk not in (receipt.sent_by_id, receipt.document.unit_id) and not by.supervises(receipt.unit):
            raise Refused("催办由发文单位或上级卫生健康行政部门进行。")
    if receipt.status != ReceiptStatus.SENT:
        raise Refused(f"{receipt.unit.title}已经签收，不用催。")
    if receipt.urged_on(clock.today()):
        raise Refused(f"{receipt.unit.title}今天已经催过，一天只催一次。")


def check_can_forward(by: Actor, receipt: Receipt) -> None:
    """Commissions send on to the units below them; a hospital hands on by tasks, not by copies."""
    if isinstance(by, Viewer):
        if by.unit.pk != receipt.unit_id:
            raise Refused(f"这份文件发给{receipt.unit.title}，由{receipt.unit.title}转发。")
        by.check(May.FORWARD_NOTICE)
    if receipt.signed_at is None:
        raise Refused("还没有签收。请先签收，再转发。")
    if receipt.via == Receipt.Via.COPY:
        raise Refused("抄送件只供知悉，不转发；需要下级办理的，请另发通知。")


def check_can_annul(by: Actor, document: Document) -> None:
    if isinstance(by, Viewer):
        by.check(May.ISSUE_NOTICE)
        _check_own(by, document, "废止")


def check_can_join(by: Actor, document: Document) -> None:
    if isinstance(by, Viewer):
        by.check(May.ISSUE_NOTICE)
        _check_own(by, document, "写明联合印发的机关")


def check_can_review(by: Actor, clause: Clause) -> None:
    if isinstance(by, Viewer):
        by.check(May.ISSUE_NOTICE)
        _check_own(by, clause.document, "复核")


def _check_own(by: Viewer, document: Document, verb: str) -> None:
    if by.unit.pk != document.unit_id:
        raise Refused(f"这份文件由{document.unit.title}保管，由{document.unit.title}{verb}。")


def _asks(check, by: Actor, thing: object) -> tuple[bool, str]:  # type: ignore[no-untyped-def]
    try:
        check(by, thing)
    except Refused as refusal:
        return False, str(refusal)
    return True, ""


def can_issue(by: Actor, document: Document) -> tuple[bool, str]:
    return _asks(check_can_issue, by, document)


def can_sign(by: Actor, receipt: Receipt) -> tuple[bool, str]:
    return _asks(check_can_sign, by, receipt)


def can_urge(by: Actor, receipt: Receipt) -> tuple[bool, str]:
    return _asks(check_can_urge, by, receipt)


def can_forward(by: Actor, receipt: Receipt) -> tuple[bool, str]:
    return _asks(check_can_forward, by, receipt)


def can_annul(by: Actor, document: Document) -> tuple[bool, str]:
    return _asks(check_can_annul, by, document)


def can_join(by: Actor, document: Document) -> tuple[bool, str]:
    return _asks(check_can_join, by, document)


def can_review(by: Actor, clause: Clause) -> tuple[bool, str]:
    return _asks(check_can_review, by, clause)
