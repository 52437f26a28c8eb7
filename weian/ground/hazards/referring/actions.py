"""移交 to another authority against a receipt, and 请求协调 to the level above, which owes an answer.

Neither ends the hazard: what guards it until then (整改前防范措施) stays compulsory.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from weian.foundation.audit import api as audit
from weian.foundation.documents.paper import chinese_date
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.hazards import telling
from weian.ground.hazards.criteria.schema import rule
from weian.ground.hazards.kinds import Mark, Need, PaperKind
from weian.ground.hazards.models import Hazard, Paper, Plea, Referral
from weian.ground.hazards.papers import issuing
from weian.ground.hazards.referring import gates
from weian.kernel import calendar, clock
from weian.kernel.actor import Actor

_TAKEN = "这件事别人刚刚已经办了。请刷新页面。"


@dataclass(frozen=True)
class Letter:
    """移送函: to an agency of the territory, or to another authority by its name; `sent_on` is the day of delivery."""

    facts: str
    sent_on: date
    agency: Unit | None = None
    to_name: str = ""


@transaction.atomic
def refer(hazard: Hazard, letter: Letter, *, uid: UUID, by: Actor) -> Referral:
    """Hand it over by a numbered letter; the receipt is owed within the days of the rule. Raises Refused."""
    earlier: Referral | None = Referral.objects.filter(pk=uid, hazard=hazard).first()
    if earlier is not None:
        return earlier
    viewer = gates.check_can_refer(by, hazard)
    name = letter.to_name.strip() or (letter.agency.name if letter.agency else "")
    if not name:
        raise Refused("请选接收的部门，或者写明它的名称。")
    if letter.agency is not None and not org.agencies_of(viewer.unit).filter(pk=letter.agency.pk).exists():
        raise Refused("只能选本地同级的协同部门，别的部门请写名称。")
    if not letter.facts.strip():
        raise Refused("请写明事实，以及请对方做什么。")
    if letter.sent_on > clock.today():
        raise Refused("送达日在今天以后，请核对。")
    where = f"（{hazard.place}）" if hazard.place else ""
    receipt_due = letter.sent_on + timedelta(days=rule("receipt_days"))
    said = [("事实和请求", letter.facts.strip()), ("签收期限", chinese_date(receipt_due))]
    paper = issuing.give_out(
        hazard, PaperKind.TRANSFER, said, act=uid, to=name[:80], by=viewer,
        on=letter.sent_on,
    )  # fmt: skip
    made = Referral(
        uid=uid, about=f"{hazard.title}{where}", from_unit=viewer.unit, agency=letter.agency, to_name=name[:80],
        facts=letter.facts.strip(), no=paper.no, sent_on=letter.sent_on, sent_at=clock.now(), sent_by=viewer.person,
        receipt_due=receipt_due,
    ).of(hazard)  # fmt: skip
    _make(made, "referral.sent", by=by, facts={"no": made.no, "to": made.to_name})
    if made.agency is not None:
        org.share(Referral.audit_kind, [(made.agency, made.pk)], by=by, may="act")
        org.share(Paper.audit_kind, [(made.agency, paper.pk)], by=by)
    with audit.changed(hazard, "hazard.referred", by=by, why=made.facts, facts={"no": made.no, "to": made.to_name}):
        hazard.mark(Mark.REFERRED)
    telling.referred(made)
    return made


@transaction.atomic
def note_receipt(hazard: Hazard, receipt_no: str, on: date, *, by: Actor) -> Referral:
    """The other authority has signed for it: its sender writes that down from the paper. Raises Refused."""
    viewer = gates.check_can_note_receipt(by, hazard)
    return _receive(gates.sent(hazard), receipt_no, on, viewer)


@transaction.atomic
def confirm_receipt(made: Referral, receipt_no: str, on: date, *, by: Actor) -> Referral:
    """The agency itself signs for a letter to it, with the number and day of its receipt. Raises Refused."""
    viewer = gates.check_can_confirm_receipt(by, made)
    _receive(made, receipt_no, on, viewer, confirmed=True)
    telling.receipted(made)
    return made


def _receive(made: Referral, receipt_no: str, on: date, by: Viewer, *, confirmed: bool = False) -> Referral:
    if not receipt_no.strip():
        raise Refused("请填回执编号。")
    if not made.sent_on <= on <= clock.today():
        raise Refused("签收日要在送达之后、今天以前，请核对。")
    with audit.changed(made, "referral.received", by=by, facts={"receipt": receipt_no.strip()}) as was:
        if was.received_on is not None:
            raise Refused(_TAKEN)
        made.receipt_no, made.received_on, made.received_by = receipt_no.strip()[:60], on, by.actor_uid
        made.confirmed = confirmed
    verb = "hazard.referral_confirmed" if confirmed else "hazard.referral_received"
    facts = {"no": made.no, "receipt": made.receipt_no} | ({"to": made.to_name} if confirmed else {})
    audit.record(verb, kind=Hazard.audit_kind, record=made.hazard_id, chain=made.unit_id, by=by, facts=facts)
    return made


@transaction.atomic
def note_result(hazard: Hazard, result: str, on: date, *, by: Actor) -> Referral:
    """What the other authority did. The hazard then goes on to its verification like any other. Raises Refused."""
    viewer = gates.check_can_note_result(by, hazard)
    if not result.strip():
        raise Refused("请写明对方怎么处理的。")
    made = gates.sent(hazard)
    if made.received_on is None or not made.received_on <= on <= clock.today():
        raise Refused("结果日要在签收之后、今天以前，请核对。")
    with audit.changed(made, "referral.answered", by=by):
        made.result, made.result_on, made.result_by = result.strip(), on, viewer.actor_uid
    with audit.changed(hazard, "hazard.referral_answered", by=by, why=result.strip(), facts={"no": made.no}):
        hazard.mark(Mark.REFERRED, False)
    return made


@transaction.atomic
def plead(
    hazard: Hazard, text: str, *, need: str, uid: UUID, by: Actor, interim: str = "", plan: str = ""
) -> Plea:  # fmt: skip
    """Ask the level above. Without interim protection and an emergency plan it is refused: waiting guards nothing."""
    earlier: Plea | None = Plea.objects.filter(pk=uid, hazard=hazard).first()
    if earlier is not None:
        return earlier
    viewer = gates.check_can_plead(by, hazard)
    if need not in Need.values or not text.strip():
        raise Refused("请选需要什么，并写清楚遇到什么困难、请上级做什么。")
    interim, plan = interim.strip() or hazard.interim_measure, plan.strip() or hazard.plan
    if not interim or not plan:
        raise Refused("等待协调期间，整改前防范措施和应急预案都要有，请补上。")
    above = hazard.unit.parent
    assert above is not None
    made = Plea(
        uid=uid, need=need, text=text.strip(), holder=above, due=_answer_due(),
        asked_at=clock.now(), asked_by=viewer.person,
    ).of(hazard)  # fmt: skip
    _make(made, "plea.made", by=by, facts={"need": need, "holder": str(above.pk)})
    facts = {"need": made.get_need_display(), "holder": above.name, "due": made.due.isoformat()}
    with audit.changed(hazard, "hazard.help_asked", by=by, why=made.text, facts=facts):
        hazard.mark(Mark.HELP)
        hazard.interim_measure, hazard.plan, hazard.at_once = interim, plan, False
    telling.plea_made(made)
    return made


@transaction.atomic
def answer_plea(hazard: Hazard, text: str, *, by: Actor) -> Plea:
    """Raises Refused."""
    viewer = gates.check_can_answer_plea(by, hazard)
    if not text.strip():
        raise Refused("请写答复。")
    asked = gates.plea(hazard)
    with audit.changed(asked, "plea.answered", by=by, why=text.strip()):
        asked.answer, asked.answered_at, asked.answered_by = text.strip(), clock.now(), viewer.person
    with audit.changed(hazard, "hazard.help_answered", by=by, why=text.strip(), facts={"holder": asked.holder.name}):
        hazard.mark(Mark.HELP, False)
    telling.plea_answered(asked)
    return asked


@transaction.atomic
def pass_up(hazard: Hazard, why: str, *, by: Actor) -> Plea:
    """The next level has it from now on, with a term of its own. Raises Refused without a reason."""
    gates.check_can_pass_up(by, hazard)
    if not why.strip():
        raise Refused("上报要写为什么本级解决不了。")
    asked = gates.plea(hazard)
    above = asked.holder.parent
    assert above is not None
    with audit.changed(asked, "plea.passed_up", by=by, why=why.strip(), facts={"to": str(above.pk)}):
        asked.holder, asked.due = above, _answer_due()
    _tell_hazard(hazard, "hazard.help_passed_up", by, why, {"holder": above.name})
    telling.plea_made(asked)
    return asked


def _answer_due() -> date:
    return calendar.add_working_days(clock.today(), rule("help_days"), calendar.load())


def _make(made: Referral | Plea, verb: str, *, by: Actor, facts: dict[str, str]) -> None:
    try:
        with transaction.atomic():
            audit.created(made, verb, by=by, facts=facts)
    except IntegrityError as double:
        raise Refused(_TAKEN) from double


def _tell_hazard(hazard: Hazard, verb: str, by: Actor, why: str, facts: dict[str, str]) -> None:
    audit.record(
        verb, kind=Hazard.audit_kind, record=hazard.pk, chain=hazard.audit_chain(), by=by, why=why.strip(), facts=facts
    )
