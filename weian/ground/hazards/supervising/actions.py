"""挂牌督办: listed by a commission, told of every week, lifted when it was seen to be right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from weian.foundation.audit import api as audit
from weian.foundation.documents.paper import chinese_date
from weian.foundation.people.api import Refused
from weian.ground.hazards import doors, telling
from weian.ground.hazards.criteria.schema import rule
from weian.ground.hazards.kinds import Mark, PaperKind
from weian.ground.hazards.models import Hazard, ProgressReport, Supervision
from weian.ground.hazards.papers import issuing
from weian.ground.hazards.states import Supervised
from weian.ground.hazards.supervising import gates
from weian.kernel import clock
from weian.kernel.actor import Actor


@dataclass(frozen=True)
class Listing:
    """What the commission asks: what is to be done, who leads it, until when (销号期限)."""

    requirement: str
    leader: str
    due: date


@transaction.atomic
def list_hazard(hazard: Hazard, listing: Listing, *, uid: UUID, by: Actor) -> Supervision:
    """Put it on the list by a numbered paper; a later deadline of the hazard comes forward to the limit.
    Raises Refused."""
    earlier: Supervision | None = Supervision.objects.filter(pk=uid, hazard=hazard).first()
    if earlier is not None:
        return earlier
    viewer = gates.check_can_list(by, hazard)
    if not listing.requirement.strip() or not listing.leader.strip():
        raise Refused("请写明督办要求和督办责任人。")
    if listing.due < clock.today():
        raise Refused("销号期限已经过去，请定今天或以后的日子。")
    days = rule("report_days")
    said = [
        ("督办要求", listing.requirement.strip()), ("督办责任人", listing.leader.strip()),
        ("销号期限", f"{chinese_date(listing.due)}，每 {days} 天报告一次进展"),
    ]  # fmt: skip
    paper = issuing.give_out(hazard, PaperKind.LISTING, said, act=uid, to=hazard.unit.name, by=viewer)
    made = Supervision(
        uid=uid, by_unit=viewer.unit, no=paper.no, requirement=listing.requirement.strip(),
        leader=listing.leader.strip(), due=listing.due, report_days=days,
        listed_at=clock.now(), listed_by=viewer.actor_uid,
    ).of(hazard)  # fmt: skip
    try:
        with transaction.atomic():
            audit.created(made, "supervision.listed", by=by, facts={"no": made.no, "due": made.due.isoformat()})
    except IntegrityError as double:
        raise Refused("别人刚刚已经挂牌了。") from double
    was = hazard.due
    facts = {"no": made.no, "by": viewer.unit.name, "due": made.due.isoformat()}
    with audit.changed(hazard, "hazard.listed", by=by, why=made.requirement, facts=facts):
        hazard.mark(Mark.SUPERVISED)
        if hazard.due is not None and hazard.due > made.due:
            hazard.due = made.due
    if hazard.due != was:
        doors.open_for(hazard, by=by)
    telling.listed(made)
    return made


@transaction.atomic
def report_progress(hazard: Hazard, text: str, percent: int, *, uid: UUID, by: Actor) -> ProgressReport:
    """One report a day at most. Raises Refused."""
    earlier: ProgressReport | None = ProgressReport.objects.filter(pk=uid, hazard=hazard).first()
    if earlier is not None:
        return earlier
    viewer = gates.check_can_report_progress(by, hazard)
    if not text.strip():
        raise Refused("请写这段时间做了什么、还差什么。")
    if not 0 <= percent <= 100:
        raise Refused("完成比例请填 0 到 100 之间的数。")
    made = ProgressReport(
        uid=uid, supervision=gates.now(hazard), on=clock.today(), text=text.strip(), percent=percent,
        made_at=clock.now(), by=viewer.person,
    ).of(hazard)  # fmt: skip
    try:
        with transaction.atomic():
            audit.created(made, "progress_report.made", by=by, facts={"percent": percent})
    except IntegrityError as double:
        raise Refused("今天已经报过进展，一天只报一次。") from double
    audit.record(
        "hazard.progress_told", kind=Hazard.audit_kind, record=hazard.pk, chain=hazard.audit_chain(), by=by,
        why=made.text, facts={"percent": percent},
    )  # fmt: skip
    return made


@transaction.atomic
def ask_to_lift(hazard: Hazard, note: str, *, by: Actor) -> Supervision:
    """The unit asks in writing for the end of the listing. Raises Refused."""
    viewer = gates.check_can_ask_to_lift(by, hazard)
    if not note.strip():
        raise Refused("请写明整改完成的情况。")
    standing = gates.now(hazard)
    values = {"ask_note": note.strip(), "asked_by": viewer.actor_uid}
    audit.move(standing, Supervised.ASKED, by=by, why=note.strip(), values=values)
    _note(hazard, "hazard.lift_asked", standing, by, note)
    telling.lift_asked(standing)
    return standing


@transaction.atomic
def refuse_to_lift(hazard: Hazard, why: str, *, by: Actor) -> Supervision:
    """It stays listed. Raises Refused without a reason."""
    gates.check_can_refuse_to_lift(by, hazard)
    if not why.strip():
        raise Refused("不予解除要写明理由。")
    standing = gates.now(hazard)
    listed = {"listed_at": standing.listed_at, "listed_by": standing.listed_by}
    values = {"refused_reason": why.strip(), "asked_at": None, "asked_by": None, **listed}
    audit.move(standing, Supervised.LISTED, by=by, verb="supervision.kept", why=why.strip(), values=values)
    _note(hazard, "hazard.lift_refused", standing, by, why)
    telling.lift_decided(standing, f"不予解除挂牌：{hazard.title}", why)
    return standing


@transaction.atomic
def lift(hazard: Hazard, note: str, *, by: Actor) -> Supervision:
    """Lift the listing, by a numbered paper, after the verification on the spot. Raises Refused."""
    viewer = gates.check_can_lift(by, hazard)
    if not note.strip():
        raise Refused("请写明到现场看到什么、为什么可以解除。")
    standing = gates.now(hazard)
    audit.move(standing, Supervised.LIFTED, by=by, why=note.strip(), values={"lift_note": note.strip()})
    said = [("挂牌文书", standing.no), ("现场核查意见", note.strip())]
    paper = issuing.give_out(hazard, PaperKind.LIFTING, said, act=standing.pk, to=hazard.unit.name, by=viewer)
    facts = {"no": standing.no, "paper": paper.no}
    with audit.changed(hazard, "hazard.lifted", by=by, why=note.strip(), facts=facts):
        hazard.mark(Mark.SUPERVISED, False)
    telling.lift_decided(standing, f"已解除挂牌：{hazard.title}", note)
    return standing


def _note(hazard: Hazard, verb: str, standing: Supervision, by: Actor, why: str) -> None:
    audit.record(
        verb, kind=Hazard.audit_kind, record=hazard.pk, chain=hazard.audit_chain(), by=by, why=why.strip(),
        facts={"no": standing.no},
    )  # fmt: skip
