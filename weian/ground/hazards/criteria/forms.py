from __future__ import annotations

from typing import Any

from django import forms

from weian.ground.hazards.criteria import knowing
from weian.ground.hazards.forms import ActForm
from weian.ground.hazards.kinds import Grade

ANSWERS = [("yes", "是"), ("no", "否"), ("unknown", "不清楚")]
TO_FACT = "fact_"


class JudgementForm(ActForm):
    """One question for each fact that no record tells."""

    name = "judgement"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for fact in knowing.asked(self.hazard):
            self.fields[TO_FACT + fact.code] = forms.ChoiceField(
                label=fact.title, help_text=fact.help, choices=ANSWERS, widget=forms.RadioSelect, initial="unknown"
            )

    def answers(self) -> dict[str, str]:
        return answers(self.cleaned_data)


def answers(said: dict[str, Any]) -> dict[str, str]:
    """Fact → yes, no or unknown, as the form said it."""
    return {name.removeprefix(TO_FACT): value for name, value in said.items() if name.startswith(TO_FACT)}


class RegradeForm(ActForm):
    name = "regrade"
    to = forms.ChoiceField(label="申请改为", choices=Grade.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label="理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class RegradeDecisionForm(ActForm):
    name = "regrade-decision"
    approve = forms.ChoiceField(label="决定", choices=[("yes", "同意"), ("no", "不同意")], widget=forms.RadioSelect)
    why = forms.CharField(label="理由", max_length=500)
