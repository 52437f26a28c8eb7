"""The steps of a ladder as rows of a form; a row without words is no step."""

from __future__ import annotations

from typing import Any

from django import forms
from pydantic import ValidationError

from weian.foundation.ladder.pack_schema import RECEIVERS, SPANS, Ladder, Step
from weian.kernel import clock
from weian.ui.api import DayInput, Form, speak

ROWS = 8
PARTS = ("offset", "unit", "to", "title")


class SettingForm(Form):
    use_required_attribute = False
    valid_from = forms.DateField(label="自哪天启用", widget=DayInput)
    why = forms.CharField(label="理由", max_length=500)

    def __init__(self, *args: Any, ladder: Ladder, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"valid_from": clock.today()})
        super().__init__(*args, auto_id=f"{ladder.code}-%s", **kwargs)
        spans = [(code, word) for code, word in SPANS.items() if (code == "minutes") == ladder.by_minutes]
        for number in range(ROWS):
            step = ladder.steps[number] if number < len(ladder.steps) else None
            says = f"第 {number + 1} 步"
            self.fields[f"offset_{number}"] = forms.IntegerField(
                label=f"{says}隔多久", required=False, min_value=-60, max_value=10_000,
                initial=step.offset if step else None,
            )  # fmt: skip
            self.fields[f"unit_{number}"] = forms.ChoiceField(
                label=f"{says}单位", choices=spans, required=False, initial=step.unit if step else spans[0][0]
            )
            self.fields[f"to_{number}"] = forms.ChoiceField(
                label=f"{says}告谁", choices=list(RECEIVERS.items()), required=False,
                initial=step.to if step else "owner",
            )  # fmt: skip
            self.fields[f"title_{number}"] = forms.CharField(
                label=f"{says}名称", required=False, max_length=60, initial=step.title if step else ""
            )
        speak(self)

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each step, in one row each."""
        return [[self[f"{part}_{number}"] for part in PARTS] for number in range(ROWS)]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        steps = []
        for number in range(ROWS):
            values = {part: said.get(f"{part}_{number}") for part in PARTS}
            if not values["title"]:
                continue
            try:
                steps.append(Step.model_validate(values))
            except ValidationError:
                self.add_error(f"offset_{number}", "这一步要填隔多久、单位和告谁。")
        said["steps"] = steps
        return said
