from __future__ import annotations

from typing import Any

from django import forms

from weian.ground.hazards.forms import ActForm
from weian.ui.entry import DayInput

_LONG = {"rows": 2}


class ListingForm(ActForm):
    name = "listing"
    requirement = forms.CharField(label="督办要求", max_length=1000, widget=forms.Textarea(attrs=_LONG))
    leader = forms.CharField(label="督办责任人", max_length=60, help_text="被督办单位里谁负总责。")
    due = forms.DateField(label="销号期限", widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"due": self.hazard.due}


class ProgressForm(ActForm):
    name = "progress"
    text = forms.CharField(label="进展", max_length=1000, widget=forms.Textarea(attrs=_LONG))
    percent = forms.IntegerField(label="完成百分之几", min_value=0, max_value=100)


class LiftAskForm(ActForm):
    name = "lift-request"
    note = forms.CharField(label="整改完成情况", max_length=1000, widget=forms.Textarea(attrs=_LONG))


class LiftForm(ActForm):
    name = "lifting"
    note = forms.CharField(label="现场核查意见", max_length=1000, widget=forms.Textarea(attrs=_LONG))


class LiftRefusalForm(ActForm):
    name = "lift-refusal"
    why = forms.CharField(label="不予解除的理由", max_length=500)
