"""The calendar of a year as rows of a form, and what a leader writes down of a check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from weian.kernel import clock
from weian.programs.campaigns.actions.nodes import DaySpec
from weian.programs.campaigns.models import KeyDay
from weian.programs.campaigns.pack_schema import KeyNode
from weian.ui.api import DayInput, FilesField, Form, speak

PHOTOS = "image/jpeg,image/png,image/webp"


@dataclass(frozen=True)
class NodeRow:
    node: KeyNode
    first: forms.BoundField
    last: forms.BoundField
    lead: forms.BoundField


class DaysForm(Form):
    """First and last day of each node of a year; a row without a first day stays 待定."""

    use_required_attribute = False
    year = forms.IntegerField(label="年份", min_value=2020, max_value=2100, widget=forms.HiddenInput)

    def __init__(self, *args: Any, nodes: dict[str, KeyNode], year: int, known: dict[str, KeyDay], **more: Any) -> None:
        super().__init__(*args, initial={"year": year}, auto_id="node-%s", **more)
        self.nodes = nodes
        for code, node in nodes.items():
            own, fixed = known.get(code), node.days_in(year) or (None, None)
            days = (own.first, own.last) if own else fixed
            for part, label, value in (("first", "起", days[0]), ("last", "止", days[1])):
                self.fields[f"{part}_{code}"] = forms.DateField(
                    label=f"{node.title}{label}", required=False, widget=DayInput, initial=value
                )
            self.fields[f"lead_{code}"] = forms.IntegerField(
                label=f"{node.title}提前天数", min_value=1, max_value=60, required=False,
                initial=own.lead_days if own else node.lead_days,
            )  # fmt: skip
        speak(self)

    def rows(self) -> list[NodeRow]:
        return [
            NodeRow(node, self[f"first_{code}"], self[f"last_{code}"], self[f"lead_{code}"])
            for code, node in self.nodes.items()
        ]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for code in self.nodes:
            first, last = said.get(f"first_{code}"), said.get(f"last_{code}")
            if last and not first:
                self.add_error(f"first_{code}", "只填了结束日期，请把开始日期也填上。")
            elif first and last and last < first:
                self.add_error(f"last_{code}", "结束日期早于开始日期，请核对。")
        return said

    def specs(self) -> list[DaySpec]:
        said = self.cleaned_data
        return [DaySpec(code, said[f"first_{code}"], said[f"last_{code}"], said[f"lead_{code}"]) for code in self.nodes]


class CheckForm(Form):
    """What a leader saw. A photograph is asked for by the act itself."""

    use_required_attribute = False
    happened_on = forms.DateField(label="检查日期", widget=DayInput)
    places = forms.CharField(label="检查了哪里", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    found = forms.IntegerField(label="发现问题（处）", min_value=0, max_value=10_000)
    fixed = forms.IntegerField(label="其中当场整改（处）", min_value=0, max_value=10_000, initial=0)
    text = forms.CharField(label="情况", max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}))
    photos = FilesField(label="现场照片", accept=PHOTOS)

    def __init__(self, *args: Any, **more: Any) -> None:
        more.setdefault("initial", {"happened_on": clock.today(), "fixed": 0})
        super().__init__(*args, **more)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        found, fixed = said.get("found"), said.get("fixed")
        if found is not None and fixed is not None and fixed > found:
            self.add_error("fixed", "当场整改的不会比发现的多，请核对。")
        return said

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("places", "found", "fixed")}
