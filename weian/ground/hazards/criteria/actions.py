"""Judging a hazard by the criteria, and changing a grade that stands."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction

from weian.foundation.audit import api as audit
from weian.foundation.packs import api as packs
from weian.foundation.people.api import Refused
from weian.ground.hazards import telling
from weian.ground.hazards.actions.grading import regraded
from weian.ground.hazards.criteria import gates, judging, knowing
from weian.ground.hazards.kinds import Grade, Mark
from weian.ground.hazards.models import Hazard, Judgement, Regrade
from weian.kernel import clock
from weian.kernel.actor import Actor

_TAKEN = "这个编号已经用过。请刷新页面后重新填写。"


@transaction.atomic
def judge(hazard: Hazard, answers: Mapping[str, str], *, uid: UUID, by: Actor) -> Judgement:
    """Judge by what the records know and, for the rest, by `answers` (yes, no or unknown to a fact), which add to those
    of the judging that is under way.

    The verdict is kept with its clauses and the versions of the packs. A major verdict grades the hazard major in the
    same act. What the records know is not asked and cannot be answered otherwise. Raises Refused.
    """
    viewer = gates.check_can_judge(by, hazard)
    earlier: Judgement | None = Judgement.objects.filter(pk=uid, hazard=hazard).first()
    if earlier is not None:
        return earlier
    criteria = knowing.measured_by(hazard)
    records = knowing.known(hazard)
    so_far = knowing.under_way(hazard)
    told = {**dict.fromkeys(so_far.passed, judging.UNKNOWN), **so_far.answers, **answers}
    said = {code: value for code, value in told.items() if value in ("yes", "no")}
    verdict = judging.judge(criteria, {**said, **records})
    asked = dict.fromkeys(code for one in criteria for code in (*one.all, *one.of))
    versions = packs.versions("major_criterion")
    made = Judgement(
        uid=uid, verdict=verdict.name, made_at=clock.now(), by=viewer.person, open_facts=list(verdict.open),
        facts={code: _fact(code, records, told) for code in asked},
        criteria=[
            {
                "code": one.code, "title": one.title, "source": one.source, "clause": one.clause,
                "pack": versions.get(one.code, ""), "verified": one.verified,
            }
            for one in verdict.met
        ],
        packs=sorted({versions.get(one.code, "") for one in criteria}),
    ).of(hazard)  # fmt: skip
    audit.created(made, "judgement.made", by=by, facts={"verdict": verdict.name})
    clauses = "；".join(f"{one.source}{one.clause}" for one in verdict.met)
    facts = {"verdict": made.get_verdict_display(), "clauses": clauses, "judgement": str(made.pk)}
    passed = {code for code in told if code not in said}
    if not verdict.met and judging.next_step(criteria, {**said, **records}, passed) is not None:
        return made  # the next question is asked; the hazard is told when there is a verdict or nothing more to ask
    with audit.changed(hazard, "hazard.judged", by=by, facts=facts):
        hazard.mark(Mark.JUDGED, bool(verdict.met) or hazard.has(Mark.JUDGED))
    if verdict.met and hazard.grade != Grade.MAJOR:
        regraded(hazard, Grade.MAJOR, by=by, why=f"按判定标准属于重大隐患：{clauses}")
    return made


def _fact(code: str, records: Mapping[str, str], told: Mapping[str, str]) -> dict[str, str]:
    if code in records:
        return {"v": records[code], "by": "record"}
    return {"v": told.get(code, judging.UNKNOWN), "by": "person" if code in told else ""}


@transaction.atomic
def ask_regrade(hazard: Hazard, *, uid: UUID, to: str, reason: str, by: Actor) -> Regrade:
    """Object to a grade, or ask to lower what was judged major. The same uid again is the same request."""
    earlier: Regrade | None = Regrade.objects.filter(pk=uid, hazard=hazard, to=to, reason=reason.strip()).first()
    if earlier is not None:
        return earlier
    viewer = gates.check_can_ask_regrade(by, hazard)
    if to not in Grade.values or to == hazard.grade:
        raise Refused("请选一个和现在不同的等级。")
    if not reason.strip():
        raise Refused("请写明为什么要改等级。")
    made = Regrade(
        uid=uid, was=hazard.grade, to=to, reason=reason.strip(), asked_at=clock.now(), asked_by=viewer.person
    ).of(hazard)  # fmt: skip
    try:
        with transaction.atomic():
            audit.created(made, "regrade.asked", by=by, why=made.reason, facts={"to": to})
    except IntegrityError as double:
        raise Refused(_TAKEN) from double
    with audit.changed(hazard, "hazard.regrade_asked", by=by, why=made.reason, facts={"to": to}):
        hazard.mark(Mark.REGRADE)
    telling.regrade_asked(made)
    return made


@transaction.atomic
def decide_regrade(hazard: Hazard, *, approve: bool, why: str, by: Actor) -> Regrade:
    """The second person: agree or not, with a reason either way. Only an agreement changes the grade."""
    viewer = gates.check_can_decide_regrade(by, hazard)
    if not why.strip():
        raise Refused("请写明决定的理由。")
    asked = gates.pending(hazard)
    decision = Regrade.Decision.APPROVED if approve else Regrade.Decision.REFUSED
    with audit.changed(asked, f"regrade.{decision}", by=by, why=why.strip()) as was:
        if not was.pending:
            raise Refused("别人刚刚已经决定了这个申请。")
        asked.decision, asked.decision_reason = decision, why.strip()
        asked.decided_at, asked.decided_by = clock.now(), viewer.person
    facts = {"from": asked.was, "to": asked.to, "decision": asked.get_decision_display()}
    with audit.changed(hazard, "hazard.regrade_decided", by=by, why=why.strip(), facts=facts):
        hazard.mark(Mark.REGRADE, False)
        hazard.mark(Mark.JUDGED, hazard.has(Mark.JUDGED) and not (approve and asked.to != Grade.MAJOR))
    if approve:
        regraded(hazard, asked.to, by=by, why=asked.reason)
    telling.regrade_decided(asked)
    return asked
