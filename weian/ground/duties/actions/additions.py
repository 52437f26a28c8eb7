"""What a level adds to the document above when it hands it on: a row of its own, with a reason, minutes and an end.

An addition never replaces what the document asks, and lapses on its day unless somebody renews it with a reason.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.documents.models import Document
from weian.foundation.people.api import Refused, Viewer
from weian.ground.duties.access import check_can_add, check_can_change_addition
from weian.ground.duties.actions.obligations import Spec, obligation_of
from weian.ground.duties.models import Obligation
from weian.kernel import clock

# So that additions come after what the document itself asks.
_AFTER = 1_000_000


@transaction.atomic
def add_below(document: Document, spec: Spec, *, why: str, until: date | None, by: Viewer) -> Obligation:
    """Ask something more of the units below that have the document. Sent twice it is added once. Raises Refused."""
    check_can_add(by, document)
    known = Obligation.objects.filter(pk=spec.uid).first()
    if known is not None:
        if (known.document_id, known.issuer_id, known.title) != (document.pk, by.unit.pk, spec.title.strip()):
            raise Refused("这个编号已经用在另一条要求上。请刷新页面后重新填写。")
        return known
    if not why.strip():
        raise Refused("上级没有要求的事，要写明为什么新增。")
    if not spec.minutes or spec.minutes <= 0:
        raise Refused("请填每次约需多少分钟，下级和上级都看得到新增了多少负担。")
    _check_until(until)
    if spec.due and until and spec.due > until:
        raise Refused(f"期限 {spec.due} 晚于失效日 {until}，请核对。")
    spec = replace(spec, title=spec.title.strip(), order=spec.order or _AFTER)
    made = obligation_of(document, spec, by.unit, clock.now())
    made.added_why, made.until = why.strip(), until
    facts = {"document": str(document.pk), "minutes": spec.minutes, "until": str(until), "title": spec.title}
    audit.created(made, "addition.made", by=by, why=why.strip(), facts=facts)
    return made


@transaction.atomic
def renew_addition(addition: Obligation, *, until: date | None, why: str, by: Viewer) -> None:
    """Let an addition hold until a later day, for a reason. One that has lapsed comes back. Raises Refused."""
    check_can_change_addition(by, addition)
    if not why.strip():
        raise Refused("续期要写理由；不写理由的到期自动失效。")
    _check_until(until)
    if addition.until and until and until <= addition.until:
        raise Refused(f"新的失效日要晚于现在的 {addition.until}。")
    facts = {"from": str(addition.until), "to": str(until)}
    with audit.changed(addition, "addition.renewed", by=by, why=why.strip(), facts=facts):
        addition.until = until


@transaction.atomic
def withdraw_addition(addition: Obligation, *, why: str, by: Viewer) -> None:
    """Take an addition back before its day. Raises Refused."""
    check_can_change_addition(by, addition)
    if not why.strip():
        raise Refused("撤回要写理由。")
    with audit.changed(addition, "addition.withdrawn", by=by, why=why.strip()):
        addition.status = Obligation.Status.ANNULLED


def _check_until(until: date | None) -> None:
    if until is None:
        raise Refused("请填到哪一天失效；到期没有续期就自动失效。")
    if until < clock.today():
        raise Refused("失效日已经过去，请填今天或以后的日期。")
