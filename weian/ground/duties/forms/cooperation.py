from __future__ import annotations

from django import forms

from weian.ground.duties.forms.records import Papers
from weian.kernel import clock
from weian.ui.api import DayInput, Form


class ContributionForm(Form):
    """What the agency did, and what shows it."""

    use_required_attribute = False
    happened_on = forms.DateField(label="哪一天", widget=DayInput, initial=clock.today)
    text = forms.CharField(
        label="做了什么", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="只写配合这一项做的事；牵头单位看得到。",
    )  # fmt: skip
    papers = Papers("凭据", help_text="照片、文书、报告，可以选多个。")


class TransferForm(Form):
    use_required_attribute = False
    text = forms.CharField(label="移交什么、请对方做什么", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(Form):
    use_required_attribute = False
    text = forms.CharField(label="答复", max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))
