from __future__ import annotations

from django import forms

from weian.ground.hazards.forms import ActForm
from weian.ground.hazards.overlay import Act
from weian.ground.hazards.pairing import actions, gates


class PairForm(ActForm):
    name = "comparison"
    same = forms.ChoiceField(
        label="是不是同一处、同一件事", choices=[("yes", "是"), ("no", "不是")], widget=forms.RadioSelect
    )


ACTS = {
    "comparison": Act(
        "是不是重复", gates.check_can_answer_pair, PairForm,
        lambda hazard, said, by, uid: actions.answer_pair(hazard, same=said["same"] == "yes", by=by),
        "已记下。",
    ),
}  # fmt: skip
