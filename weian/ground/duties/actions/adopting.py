"""What stands for all units of a type: a commission adopts a pack, every unit below owes what applies (S3-1c)."""

from __future__ import annotations

from itertools import count
from uuid import UUID, uuid5

from django.db import transaction

from weian.foundation.documents import api as documents
from weian.foundation.documents.models import Document
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.duties.access import check_can_adopt
from weian.ground.duties.actions.obligations import Spec, drop_obligations, put_obligations
from weian.ground.duties.models import OwedBy, Size
from weian.ground.duties.pack_schema import StandingItem, StandingPack
from weian.kernel import clock


@transaction.atomic
def adopt(pack: StandingPack, *, by: Viewer) -> Document:
    """The viewer's commission asks a pack of all units below it; again brings it to the pack's present contents.

    Nothing is written for the units: what they owe is derived from their type, grade and size. Raises Refused.
    """
    check_can_adopt(by, pack)
    document = standing_document(pack.code, by.unit) or documents.file_own(
        uid=_free(pack.code, by.unit), unit=by.unit, kind=Document.Kind.RULE, title=f"{pack.name}（长效要求）",
        lines=[f"{item.title}（{pack.source}，{item.clause}）" for item in pack.items], on=clock.today(), by=by,
        issuer_name=by.unit.name,
    )  # fmt: skip
    clauses = {clause.order: clause for clause in document.clauses.all()}
    specs = [
        Spec(
            uid=uuid5(document.pk, item.code), clause=clauses.get(at), kind=item.kind, title=item.title,
            text=f"依据：{pack.source}，{item.clause}", owed_by=OwedBy.UNDER, to_kinds=pack.to_kinds,
            to_types=pack.to_types, to_grades=item.to_grades, size=_size(item), pack_item=f"{pack.code}.{item.code}",
            every=item.every, by_day=item.by_day, evidence=item.evidence, acceptor=item.acceptor, domain=item.domain,
            minutes=item.minutes, lead_days=item.lead_days, order=at,
        )
        for at, item in enumerate(pack.items)
    ]  # fmt: skip
    put_obligations(document, specs, by=by)
    drop_obligations(document, keep=[spec.uid for spec in specs], by=by)
    return document


def standing_document(code: str, unit: Unit) -> Document | None:
    """The paper under which a commission asks a pack; None where it does not."""
    for number in count():
        document = Document.objects.filter(pk=_uid(code, unit, number)).first()
        if document is None or document.status == documents.DocumentStatus.ISSUED:
            return document
    return None


def _size(item: StandingItem) -> Size:
    return Size.FULL if item.full_only else Size.LIGHT if item.light_only else Size.ANY


def _free(code: str, unit: Unit) -> UUID:
    """The uid of the next paper of this pack: one that lost force stays as it was."""
    return next(uid for number in count() if not Document.objects.filter(pk=(uid := _uid(code, unit, number))).exists())


def _uid(code: str, unit: Unit, number: int) -> UUID:
    return uuid5(unit.pk, f"standing:{code}:{number}")
