from __future__ import annotations

from weian.ground.hazards.overlay import Act
from weian.ground.hazards.supervising import actions, forms, gates
from weian.ground.hazards.supervising.actions import Listing

ACTS = {
    "lifting": Act(
        "解除挂牌", gates.check_can_lift, forms.LiftForm,
        lambda hazard, said, by, uid: actions.lift(hazard, said["note"], by=by), "已解除挂牌，可以销号。",
    ),
    "lift-refusal": Act(
        "不予解除挂牌", gates.check_can_refuse_to_lift, forms.LiftRefusalForm,
        lambda hazard, said, by, uid: actions.refuse_to_lift(hazard, said["why"], by=by), "继续挂牌，已告知单位。",
    ),
    "progress": Act(
        "报督办进展", gates.check_can_report_progress, forms.ProgressForm,
        lambda hazard, said, by, uid: actions.report_progress(
            hazard, said["text"], said["percent"], uid=uid, by=by
        ),
        "已报进展。",
    ),
    "lift-request": Act(
        "申请解除挂牌", gates.check_can_ask_to_lift, forms.LiftAskForm,
        lambda hazard, said, by, uid: actions.ask_to_lift(hazard, said["note"], by=by),
        "已申请解除挂牌，由挂牌的单位决定。",
    ),
    "listing": Act(
        "挂牌督办", gates.check_can_list, forms.ListingForm,
        lambda hazard, said, by, uid: actions.list_hazard(
            hazard, Listing(said["requirement"], said["leader"], said["due"]), uid=uid, by=by
        ),
        "已挂牌督办，单位会收到。",
    ),
}  # fmt: skip
