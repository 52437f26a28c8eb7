from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from pydantic import ValidationError

from weian.foundation.documents.api import Document
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.programs.alerts.pack_schema import AlertTemplate, urgent
from weian.ui import api as ui

MOST_QUESTIONS = 12
KINDS = [(Document.Kind.TIP, "提示"), (Document.Kind.CIRCULAR, "通报")]


class AlertForm(ui.Form):
    """A short text, to whom, how fast, and what is to be answered."""

    use_required_attribute = False
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    kind = forms.ChoiceField(label="种类", choices=KINDS, initial=Document.Kind.TIP)
    title = forms.CharField(label="标题", max_length=120)
    text = forms.CharField(label="内容", max_length=5_000, widget=forms.Textarea(attrs={"rows": 8}))
    is_urgent = forms.BooleanField(label="紧急", required=False)
    questions = forms.CharField(
        label="要反馈什么", required=False, max_length=3_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一问，行末写（是否）或（数字）就按那样填，如：有多少处（数字）。",
    )  # fmt: skip
    answer_by = forms.DateField(label="几号前反馈", required=False, widget=ui.DayInput)
    groups = forms.MultipleChoiceField(label="按组", required=False, widget=forms.CheckboxSelectMultiple)
    names = forms.CharField(
        label="点名", required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="单位名称，用顿号或换行隔开。"
    )

    def __init__(self, *args: Any, groups: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].choices = groups  # type: ignore[attr-defined]
        term = urgent()
        if term:
            said = "" if term.verified else "（默认）"
            self.fields["is_urgent"].help_text = f"{term.hours} 小时内阅签{said}，到时没有阅的列给您。"

    def clean_questions(self) -> list[duties.Question]:
        try:
            found = duties.written(self.cleaned_data["questions"])
        except ValidationError as error:
            raise forms.ValidationError("每个问题要有字，最多 120 个字。") from error
        if len(found) > MOST_QUESTIONS:
            raise forms.ValidationError(f"一次最多问 {MOST_QUESTIONS} 项，现在 {len(found)} 项。")
        return found

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("questions") and not told.get("answer_by") and "answer_by" not in self.errors:
            self.add_error("answer_by", "要反馈的，请写明几号前反馈。")
        if told.get("answer_by") and told["answer_by"] < clock.today():
            self.add_error("answer_by", "反馈期限在今天以前，请核对。")
        if not told.get("groups") and not (told.get("names") or "").strip() and "groups" not in self.errors:
            self.add_error("groups", "还没有选发给谁，请按组或点名选。")
        return told


def of_template(template: AlertTemplate) -> dict[str, Any]:
    """What the form begins with when a template is chosen."""
    days = template.answer_days
    return {
        "title": template.title, "text": template.text, "is_urgent": template.urgent,
        "questions": duties.as_text(template.questions),
        "answer_by": clock.today() + timedelta(days=days) if days is not None else None,
        "kind": Document.Kind.TIP, "uid": uuid4(),
    }  # fmt: skip


class AnswerForm(ui.Form):
    """The questions of one alert, and room for what there is to add."""

    use_required_attribute = False
    text = forms.CharField(label="补充说明", required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, obligation: duties.Obligation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = duties.fields_of(duties.asked(obligation.form)) | self.fields
        ui.speak(self)
