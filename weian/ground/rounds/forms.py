"""What is typed about rounds: a visit told later, and a frequency of one's own."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms

from weian.ground.registry import api as registry
from weian.ground.rounds.models.visit import Doer
from weian.ground.rounds.pack_schema import EVERY
from weian.kernel import clock
from weian.ui import api as ui


class LaterForm(ui.Form):
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    at = forms.DateTimeField(label="什么时候查的", widget=ui.TimeInput)
    doer = forms.ChoiceField(
        label="谁查的", widget=forms.RadioSelect, initial=Doer.OWN,
        choices=[(one.value, one.label) for one in (Doer.OWN, Doer.MAINTAINER)],
    )  # fmt: skip
    note = forms.CharField(
        label="查了什么，为什么没有当场记录", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def clean_at(self) -> datetime:
        said: datetime = self.cleaned_data["at"]
        if said > clock.now():
            raise forms.ValidationError("补录的时间不能晚于现在。")
        return said


class RuleForm(ui.Form):
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    mark = forms.ChoiceField(label="对哪类部位")
    every = forms.ChoiceField(label="多久一次", choices=list(EVERY.items()), initial="day")
    times = forms.IntegerField(
        label="几次", min_value=1, max_value=48, initial=1, help_text="上面这段时间里要查几次，如每个白天 2 次。"
    )
    doer = forms.ChoiceField(label="谁查", choices=Doer.choices, initial=Doer.OWN)
    basis = forms.CharField(label="依据", max_length=120, required=False, help_text="如：院发〔2026〕9 号。")
    since = forms.DateField(label="从哪天起", widget=ui.DayInput, required=False, help_text="空着从今天起。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["mark"]
        field.choices = [
            ("名录", [(one.code, one.title) for one in registry.place_tags().values()]),
            ("类型", [(one.code, one.title) for one in registry.subject_types().values()]),
        ]
