"""Score and findings of a cross-check are approved by both sides; what they cannot settle the level above decides."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused, Viewer, institution_of
from weian.kernel import clock
from weian.programs.inspections import access, pack_schema, telling
from weian.programs.inspections.actions.exchanging import signed_as
from weian.programs.inspections.kinds import Side, Word
from weian.programs.inspections.models import Dispute, Inspection
from weian.programs.inspections.states import Status


def dispute(one: Inspection, text: str, *, by: Viewer) -> Dispute:
    """The inspected side asks the supervising level to decide. Raises Refused."""
    access.check_can_dispute(by, one)
    if not text.strip():
        raise Refused("请写明对得分或哪一条问题有争议、为什么。")
    term = pack_schema.term("arbitration")
    made = Dispute(
        inspection=one, text=text.strip()[:1000], score_was=one.score, made_at=clock.now(), made_by=by.person,
        due=clock.today() + timedelta(days=term.days if term and term.days else 5),
    ).at(institution_of(one.target))  # fmt: skip
    with transaction.atomic():
        signed_as(one, Side.UNIT, Word.OBJECTED, text, by)
        facts = {"inspection": str(one.pk), "score": str(one.score or "")}
        audit.created(made, "dispute.raised", by=by, facts=facts, why=made.text)
        audit.move(one, Status.OBJECTED, by=by, why=made.text)
        telling.disputed(one)
    return made


def rule(one: Inspection, *, upheld: bool, ruling: str, by: Viewer, score: Decimal | None = None) -> Dispute:
    """The supervising level decides, and shows the result to the unit again. Raises Refused."""
    access.check_can_rule(by, one)
    if not ruling.strip():
        raise Refused("裁定要写理由。")
    if score is not None and not upheld:
        raise Refused("争议不成立的，得分不变，请不要填新的得分。")
    found: Dispute = one.dispute
    with transaction.atomic():
        facts = {"inspection": str(one.pk), "score": str(score or "")}
        with audit.changed(
            found, "dispute.upheld" if upheld else "dispute.dismissed", by=by, facts=facts, why=ruling.strip()
        ) as was:
            if was.ruled_at:
                raise Refused("已经裁定过了。")
            found.upheld, found.ruling, found.score = upheld, ruling.strip()[:1000], score
            found.ruled_at, found.ruled_by = clock.now(), by.person
        values = {"score": score} if score is not None else {}
        audit.move(one, Status.SHOWN, by=by, why=ruling.strip(), values=values)
        telling.ruled(one)
    return found
