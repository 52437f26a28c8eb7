"""A document goes out: one receipt and one chained event per addressee, however many names it was addressed by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.documents import access, citing
from weian.foundation.documents.addressees import copies_of
from weian.foundation.documents.due import sign_by
from weian.foundation.documents.models import Document, Receipt
from weian.foundation.documents.states import DocumentStatus
from weian.foundation.org.api import Kind
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.kernel import clock
from weian.kernel.actor import Actor

Via = str | Mapping[UUID, str]


def issue(
    document: Document, *, by: Actor, addressees: Sequence[Unit], via: Via = Receipt.Via.GROUP,
    copies: Sequence[Unit] | None = None,
) -> list[Receipt]:  # fmt: skip
    """Issue a draft to `addressees`, with reading copies to `copies`. Returns the receipts made.

    By default copies go to the bodies named under 抄送 that are in the system (requirement S1-0.3).

    `via` is one way for all or a way by the unit's uid. Units need not be the issuer's own: a notice is also sent to
    units named singly elsewhere (requirement S0-0.1). Issuing again to the same units returns nothing new.
    Raises Refused, IllegalMove.
    """
    access.check_can_issue(by, document)
    copies = copies_of(document) if copies is None else copies
    units = _checked(addressees, copies, document.unit)
    if not addressees:
        raise Refused("还没有发送对象。请按组或点名选择至少一个单位。")
    with transaction.atomic():
        _put_in_force(document, by, len(units), {unit.pk for unit in units})
        return _deliver(document, units, by=by, sent_by=document.unit, via=_ways(addressees, copies, via))


@transaction.atomic
def announce(document: Document, *, by: Actor, to: int) -> None:
    """Issue a draft without delivering it: the caller has frozen a list of `to` units and brings it to them by
    `send_also`, part by part. Announcing again changes nothing. Raises Refused, IllegalMove."""
    access.check_can_issue(by, document)
    _put_in_force(document, by, to, set())


def _put_in_force(document: Document, by: Actor, to: int, chains: set[UUID]) -> None:
    """Move the draft to 有效, once; `chains` are those that the caller writes to afterwards."""
    # The row before the chains, as everywhere: two people who press at once queue here, not in a deadlock.
    fresh = Document.objects.select_for_update().get(pk=document.pk)
    if fresh.status == DocumentStatus.ISSUED and fresh.issued_by == by.actor_uid:
        document.refresh_from_db()
        return
    _check_number(fresh)
    audit.lock_chains({document.unit_id, *chains})
    values = {} if fresh.issued_on else {"issued_on": clock.today()}
    audit.move(document, DocumentStatus.ISSUED, by=by, verb="document.issued", facts={"to": to}, values=values)
    citing.link_cites_to(document)


def send_also(
    document: Document, *, by: Actor, addressees: Sequence[Unit], via: Via = Receipt.Via.NAME
) -> list[Receipt]:
    """Send an issued document to further units (补发). Units that have it are passed over. Raises Refused."""
    access.check_can_issue(by, document)
    if document.status != DocumentStatus.ISSUED:
        raise Refused("文件还没有下发或已经废止，不能补发。")
    units = _checked(addressees, (), document.unit)
    return _deliver(document, units, by=by, sent_by=document.unit, via=_ways(addressees, (), via))


def send_copies(document: Document, *, by: Actor, but: Collection[UUID] = ()) -> list[Receipt]:
    """Reading copies to the bodies named under 抄送 that are in the system; `but` are addressees, who must act.

    Raises Refused.
    """
    access.check_can_issue(by, document)
    units = _checked((), [one for one in copies_of(document) if one.pk not in but], document.unit)
    return _deliver(document, units, by=by, sent_by=document.unit, via=_ways((), units, Receipt.Via.COPY))


def forward(receipt: Receipt, *, by: Actor, to: Sequence[Unit]) -> list[Receipt]:
    """A commission that has signed sends the document on to units below it; the issuer sees 已转发.

    Units that have the document already are passed over. Raises Refused.
    """
    access.check_can_forward(by, receipt)
    units = _checked(to, (), receipt.unit)
    if not units:
        raise Refused("还没有选择转发给谁。请按组或点名选择至少一个单位。")
    for unit in units:
        if not (receipt.unit.pos < unit.pos < receipt.unit.end):
            raise Refused(f"{unit.title}不在本单位管辖之内，不能转发；请它的主管部门转发，或请发文单位补发。")
    with transaction.atomic():
        fresh = Receipt.objects.select_for_update().get(pk=receipt.pk)
        audit.lock_chains({receipt.unit_id, *(unit.pk for unit in units)})
        if fresh.status == Receipt.states.states.SIGNED:
            audit.move(receipt, "forwarded", by=by, verb="receipt.forwarded", facts={"to": len(units)})
        made = _deliver(receipt.document, units, by=by, sent_by=receipt.unit, via=_ways(units, (), Receipt.Via.FORWARD))
    return made


def _deliver(
    document: Document, units: Iterable[Unit], *, by: Actor, sent_by: Unit, via: Mapping[UUID, str]
) -> list[Receipt]:
    """Receipts for the units that do not have the document yet."""
    wanted = {unit.pk: unit for unit in units}
    # A unit named singly may stand outside the sender's part of the tree: then row security must be stepped over.
    outside = isinstance(by, Viewer) and not all(_inside(by, unit) for unit in wanted.values())
    with audit.acting_as_system("向辖区外点名单位送达文件") if outside else nullcontext(), transaction.atomic():
        audit.lock_chains(set(wanted))
        had = set(Receipt.objects.filter(document=document, unit__in=wanted).values_list("unit", flat=True))
        now = clock.now()
        due_at = now + timedelta(hours=document.read_hours) if document.read_hours else None
        due = due_at.astimezone(clock.SHANGHAI).date() if due_at else sign_by(now.date())
        values = {"document": document, "sent_by": sent_by, "sent_at": now, "due": due, "due_at": due_at}
        made = [Receipt(via=via[uid], **values).at(unit) for uid, unit in sorted(wanted.items()) if uid not in had]
        audit.created_all(made, "receipt.sent", by=by, facts=_facts)
        return made


def _facts(receipt: Receipt) -> dict[str, str]:
    return {
        "document": str(receipt.document_id), "sent_by": str(receipt.sent_by_id), "via": receipt.via,
        "due": receipt.due.isoformat(),
    }  # fmt: skip


def _ways(addressees: Iterable[Unit], copies: Iterable[Unit], via: Via) -> dict[UUID, str]:
    """How each unit is reached; who must act is not made a mere reader by also standing under 抄送."""
    ways: dict[UUID, str] = {unit.pk: Receipt.Via.COPY for unit in copies}
    return ways | {unit.pk: via if isinstance(via, str) else via.get(unit.pk, Receipt.Via.GROUP) for unit in addressees}


def _inside(by: Viewer, unit: Unit) -> bool:
    return unit.is_within(by.scope.ranges)


def _checked(addressees: Sequence[Unit], copies: Sequence[Unit], sender: Unit) -> list[Unit]:
    units = list({unit.pk: unit for unit in (*addressees, *copies)}.values())
    bound = {unit.pk for unit in addressees}
    for unit in units:
        if sentence := unfit(unit, sender, copy=unit.pk not in bound):
            raise Refused(sentence)
    return units


def unfit(unit: Unit, sender: Unit, *, copy: bool = False) -> str:
    """Why `sender` cannot address `unit` (or send it a reading copy); empty where it can."""
    if unit.pk == sender.pk:
        return f"发送对象里有发文单位自己（{unit.title}），请去掉。"
    if unit.kind not in (Kind.COMMISSION, Kind.INSTITUTION, Kind.AGENCY) or unit.ended:
        return f"{unit.title}不能作为发送对象：只能发给在册的卫生健康行政部门和医疗卫生机构。"
    if not copy and unit.kind == Kind.AGENCY:
        return f"{unit.title}是系统外的协同部门，只能列为抄送。"
    if not copy and unit.holds(sender):
        return f"{unit.title}是上级单位，不能作为主送对象；需要报告的请列为抄送。"
    return ""


def _check_number(document: Document) -> None:
    if not document.doc_no_norm:
        return
    same = Document.objects.issued().filter(unit=document.unit_id, doc_no_norm=document.doc_no_norm)
    if same.exclude(pk=document.pk).exists():
        raise Refused(f"{document.doc_no} 已经下发过。请核对发文字号；要代替旧文件，请先废止旧文件。")
