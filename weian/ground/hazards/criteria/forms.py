from __future__ import annotations

from typing import Any

from django import forms

from weian.ground.hazards.criteria import knowing, schema
from weian.ground.hazards.criteria.judging import Step
from weian.ground.hazards.forms import ActForm
from weian.ground.hazards.kinds import Grade

ANSWERS = [("yes", "是"), ("no", "否"), ("unknown", "不清楚")]
NONE, UNKNOWN = "none", "unknown"
REST = [(NONE, "都没有"), (UNKNOWN, "其余不清楚")]


class JudgementForm(ActForm):
    """The next question that no record answers: one fact, or a list of which some may be so. Its field is named after
    what it asks, so that an answer to a question that somebody else has answered meanwhile is not taken for another."""

    name = "judgement"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        so_far = knowing.under_way(self.hazard)
        self.step = knowing.next_step(self.hazard, so_far)
        self.goes_on = self.step is not None and bool(so_far.answers)
        if so_far.again:
            self.word = "重新判定是否重大"
        if self.step is not None:
            self.fields[self._field(self.step)] = self._asked(self.step)

    @staticmethod
    def _field(step: Step) -> str:
        return f"which_{step.criterion.code}" if step.counts else f"fact_{step.facts[0]}"

    @staticmethod
    def _asked(step: Step) -> forms.Field:
        facts, why = schema.facts(), step.criterion
        says = f"依据：{why.source} {why.clause}{'' if why.verified else '（待核）'}"
        if step.counts:
            choices = [(code, facts[code].title) for code in step.facts] + REST
            return forms.MultipleChoiceField(
                label=f"{why.title}：现场有哪几样", help_text=says, choices=choices, widget=forms.CheckboxSelectMultiple
            )
        fact = facts[step.facts[0]]
        return forms.ChoiceField(
            label=fact.title, help_text=" ".join(filter(None, [fact.help, says])), choices=ANSWERS,
            widget=forms.RadioSelect,
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """`answers`: fact → yes, no or unknown. What is not ticked is not so, unless the rest is not known."""
        said: dict[str, Any] = super().clean() or {}
        said["answers"] = {}
        if self.step is None or (told := said.get(name := self._field(self.step))) is None:
            return said
        if not self.step.counts:
            said["answers"] = {self.step.facts[0]: told}
        elif NONE in told and len(told) > 1:
            self.add_error(name, "选了“都没有”，就不能再选别的。")
        else:
            rest = "unknown" if UNKNOWN in told else "no"
            said["answers"] = {code: "yes" if code in told else rest for code in self.step.facts}
        return said


class RegradeForm(ActForm):
    name = "regrade"
    to = forms.ChoiceField(label="申请改为", choices=Grade.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label="理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class RegradeDecisionForm(ActForm):
    name = "regrade-decision"
    approve = forms.ChoiceField(label="决定", choices=[("yes", "同意"), ("no", "不同意")], widget=forms.RadioSelect)
    why = forms.CharField(label="理由", max_length=500)
