from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from weian.foundation.people.api import Viewer
from weian.ground.hazards import pack_schema
from weian.ground.hazards.models import Sweep
from weian.ui.entry import DayInput, Form


class SweepForm(Form):
    """A round: its name, its days, what it is about, and which one it follows."""

    use_required_attribute = False
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    title = forms.CharField(label="名称", max_length=80, help_text="如：冬季安全大排查第二轮。")
    starts = forms.DateField(label="起", widget=DayInput)
    ends = forms.DateField(label="止", widget=DayInput)
    domains = forms.MultipleChoiceField(
        label="领域", required=False, help_text="不选就是全部。", widget=forms.CheckboxSelectMultiple
    )
    to_zero = forms.BooleanField(label="到期清零：最后一天还有没销号的，算没完成", required=False)
    follows = forms.ModelChoiceField(Sweep.objects.none(), label="接续哪一轮", required=False, empty_label="不接续")

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        super().__init__(data)
        domains: Any = self.fields["domains"]
        domains.choices = list(pack_schema.domains().items())
        follows: Any = self.fields["follows"]
        follows.queryset = Sweep.objects.filter(unit=viewer.unit).order_by("-starts", "uid")
