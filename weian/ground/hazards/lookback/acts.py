from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from weian.foundation.people.api import Viewer
from weian.ground.hazards.actions.reporting import Photo
from weian.ground.hazards.forms import ActForm, Photos
from weian.ground.hazards.lookback import actions, gates
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.overlay import Act


class LookBackForm(ActForm):
    name = "lookback"
    holds = forms.ChoiceField(
        label="还好着吗", choices=[("yes", "没有反弹"), ("no", "没改好或又反弹，重开")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="看到什么", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    scene = Photos(label="现场照片", accept="image/*")


class SampleForm(ActForm):
    name = "sampling"


def _look(hazard: Hazard, said: dict[str, Any], by: Viewer, uid: UUID) -> object:
    photos = [Photo(one, "scene") for one in said["scene"]]
    return actions.look_back(hazard, holds=said["holds"] == "yes", note=said["note"], by=by, photos=photos)


ACTS = {
    "lookback": Act("回头看", gates.check_can_look_back, LookBackForm, _look, "已记回头看的结果。", files="scene"),
    "sampling": Act(
        "抽查是否闭环", gates.check_can_sample, SampleForm,
        lambda hazard, said, by, uid: actions.sample(hazard, by=by), "已列入回头看，由没有参与的人去看。",
    ),
}  # fmt: skip
