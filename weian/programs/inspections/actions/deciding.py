"""联合检查: each department decides by its own law, and each sees what the others decided."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer, institution_of
from weian.kernel import clock
from weian.programs.inspections import access
from weian.programs.inspections.models import Inspection, Outcome

TAKEN = "这个部门的处理结果已经登记过了。"


def decide(
    one: Inspection, agency: Unit, kind: str, *, uid: UUID, by: Viewer, doc_no: str = "", text: str = "",
    due: date | None = None,
) -> Outcome:  # fmt: skip
    """Put down what a department decided, with the number of its paper. The same uid again is the same outcome."""
    access.check_can_decide(by, one, agency)
    if not kind.strip():
        raise Refused("请写明是什么处理，如责令限期整改、当场处罚、不予处理。")
    if due is not None and due < one.made_at.astimezone(clock.SHANGHAI).date():
        raise Refused("责令改正的期限早于检查，请核对。")
    earlier: Outcome | None = Outcome.objects.filter(inspection=one, agency=agency).first()
    if earlier is not None:
        if earlier.pk != uid:
            raise Refused(TAKEN)
        return earlier
    made = Outcome(
        uid=uid, inspection=one, agency=agency, kind=kind.strip(), doc_no=doc_no.strip(), text=text.strip(), due=due,
        made_at=clock.now(), made_by=by.person.pk,
    ).at(institution_of(one.target))  # fmt: skip
    made.org_pos = one.org_pos
    facts = {"inspection": str(one.pk), "agency": str(agency.pk), "due": due.isoformat() if due else ""}
    try:
        with transaction.atomic():
            audit.created(made, "outcome.made", by=by, facts=facts)
            others = Unit.objects.filter(pk__in=one.plan.agencies if one.plan else [])
            org.share(Outcome.audit_kind, ((other, made.pk) for other in others), by=by)
    except IntegrityError as double:
        raise Refused(TAKEN) from double
    return made
