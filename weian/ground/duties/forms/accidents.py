from __future__ import annotations

from uuid import uuid4

from django import forms

from weian.ui.api import DayInput, Form


class AccidentForm(Form):
    """What is known of an accident elsewhere, and what it teaches."""

    use_required_attribute = False
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    title = forms.CharField(label="事故名称", max_length=120)
    happened_on = forms.DateField(label="发生日期", widget=DayInput)
    place = forms.CharField(label="地点", max_length=120)
    kind = forms.CharField(label="事故类别", max_length=60, help_text="如：燃气爆炸、火灾、触电。")
    cause = forms.CharField(label="原因", max_length=5_000, widget=forms.Textarea(attrs={"rows": 4}))
    lesson = forms.CharField(label="教训", max_length=5_000, widget=forms.Textarea(attrs={"rows": 4}))
    source = forms.CharField(label="来源", max_length=200, required=False, help_text="通报的文号或出处。")
