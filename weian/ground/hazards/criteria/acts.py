from __future__ import annotations

from weian.ground.hazards.criteria import actions, forms, gates
from weian.ground.hazards.models import Judgement
from weian.ground.hazards.overlay import Act


def _verdict(made: Judgement) -> str:
    if made.verdict == Judgement.Verdict.UNDECIDED:
        return "已记下，还不能判定。请接着答下面一问；不清楚的，查明以后再来答。"
    clauses = "、".join(f"{one['source']}{one['clause']}" for one in made.criteria)
    if made.verdict == Judgement.Verdict.MAJOR:
        return f"判定结论：属重大隐患，依据{clauses}。"
    return "判定结论：不属重大隐患。等级照常由定级的人定。"


ACTS = {
    "judgement": Act(
        "判定是否重大", gates.check_can_judge, forms.JudgementForm,
        lambda hazard, said, by, uid: actions.judge(hazard, said["answers"], uid=uid, by=by),
        _verdict,
    ),
    "regrade": Act(
        "申请改等级", gates.check_can_ask_regrade, forms.RegradeForm,
        lambda hazard, said, by, uid: actions.ask_regrade(
            hazard, uid=uid, to=said["to"], reason=said["reason"], by=by
        ),
        "已申请改等级，决定之前等级不变。",
    ),
    "regrade-decision": Act(
        "决定改等级", gates.check_can_decide_regrade, forms.RegradeDecisionForm,
        lambda hazard, said, by, uid: actions.decide_regrade(
            hazard, approve=said["approve"] == "yes", why=said["why"], by=by
        ),
        "已决定改等级的申请。",
    ),
}  # fmt: skip
