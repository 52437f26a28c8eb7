from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from weian.ground.hazards import pack_schema
from weian.ground.hazards.likening.conditions import offered
from weian.ground.registry import api as registry
from weian.ui.entry import DayInput, Form

BOXES = forms.CheckboxSelectMultiple


class AlikeForm(Form):
    """What was found or happened, by which facts it is looked for, and until when the unknown are to answer."""

    use_required_attribute = False
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    source = forms.CharField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label="名称", max_length=80, help_text="如：某市医院配电室漏水引发停电。")
    lesson = forms.CharField(label="要查什么", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    tags = forms.MultipleChoiceField(label="有这些名录部位的", required=False, widget=BOXES)
    place_types = forms.MultipleChoiceField(label="有这些类型部位的", required=False, widget=BOXES)
    conditions = forms.MultipleChoiceField(label="登记项是这样的", required=False, widget=BOXES)
    types = forms.MultipleChoiceField(label="有这些类别在办隐患的", required=False, widget=BOXES)
    domains = forms.MultipleChoiceField(label="或这些领域的", required=False, widget=BOXES)
    due = forms.DateField(label="答复期限", widget=DayInput)

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        fields: Any = self.fields
        fields["tags"].choices = [(code, one.title) for code, one in registry.place_tags().items()]
        fields["place_types"].choices = [(code, one.title) for code, one in registry.subject_types().items()]
        fields["conditions"].choices = list(offered().items())
        fields["types"].choices = [(code, one.title) for code, one in pack_schema.types().items()]
        fields["domains"].choices = list(pack_schema.domains().items())


class AlikeAnswerForm(Form):
    use_required_attribute = False
    has = forms.ChoiceField(label="本单位有没有", choices=[("yes", "有"), ("no", "没有")], widget=forms.RadioSelect)
    text = forms.CharField(
        label="在哪里、怎么办的", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="有的话要写。",
    )  # fmt: skip
