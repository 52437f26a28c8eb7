from __future__ import annotations

from weian.ground.hazards.criteria import actions, forms, gates
from weian.ground.hazards.overlay import Act

ACTS = {
    "judgement": Act(
        "判定是否重大", gates.check_can_judge, forms.JudgementForm,
        lambda hazard, said, by, uid: actions.judge(hazard, said["answers"], uid=uid, by=by),
        "已记下。还有要问的在下面接着答，有了结论，结论和条款留在记录里。",
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
