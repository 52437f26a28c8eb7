from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from weian.ground.duties.forms.records import NamesField
from weian.ui.api import DayInput, Form


class OrderForm(Form):
    """A team for an order, where one is set up; the lines of the order come as rows beside it."""

    use_required_attribute = False
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    team = forms.CharField(label="工作专班", max_length=80, required=False, help_text="不组建专班可以不填。")
    leader = forms.CharField(label="组长", max_length=60, required=False)
    members = NamesField("成员")
    ends_on = forms.DateField(label="到何日止", required=False, widget=DayInput)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("team"):
            if not told.get("leader"):
                self.add_error("leader", "专班要写明组长。")
            if not told.get("members") and "members" not in self.errors:
                self.add_error("members", "专班至少要有一名成员。")
            if not told.get("ends_on") and "ends_on" not in self.errors:
                self.add_error("ends_on", "专班是临时的，要写明到哪一天止。")
        return told
