"""The small form that an alert or a circular carries: a few questions, each answered by a fact (S1-18b)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal

from django import forms
from pydantic import BaseModel, ConfigDict, Field

MOST = 12
YES, NO = "是", "否"
_KIND = re.compile(r"[（(]\s*(是否|数字|文字)\s*[）)]\s*$")
_KINDS: dict[str, Literal["yes_no", "number", "text"]] = {"是否": "yes_no", "数字": "number", "文字": "text"}
WORDS = {kind: word for word, kind in _KINDS.items()}


class Question(BaseModel):
    """One question. `kind` says how it is answered: 是/否, a whole number, words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str = Field(min_length=1, max_length=120)
    kind: Literal["yes_no", "number", "text"] = "text"


def written(text: str) -> list[Question]:
    """Questions as a person writes them, one a line; （是否） or （数字） at the end says how it is answered."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    found = []
    for number, line in enumerate(lines, 1):
        match = _KIND.search(line)
        label = (line[: match.start()] if match else line).strip()
        found.append(Question(code=f"q{number}", label=label, kind=_KINDS[match[1]] if match else "text"))
    return found


def as_text(questions: Iterable[Question]) -> str:
    """The lines that `written` reads back."""
    return "\n".join(one.label if one.kind == "text" else f"{one.label}（{WORDS[one.kind]}）" for one in questions)


def asked(form: Iterable[dict[str, Any]]) -> list[Question]:
    return [Question.model_validate(one) for one in form]


def fields_of(questions: Iterable[Question]) -> dict[str, forms.Field]:
    """The fields by which the questions are answered."""
    return {one.code: _field(one) for one in questions}


def told(questions: Iterable[Question], said: dict[str, Any]) -> list[dict[str, str]]:
    """The answers as a record keeps them: each with its question, so that it is understood without the form."""
    return [
        {"code": one.code, "label": one.label, "value": str(said[one.code]).strip()}
        for one in questions
        if said.get(one.code) not in (None, "")
    ]


def _field(question: Question) -> forms.Field:
    if question.kind == "yes_no":
        return forms.ChoiceField(label=question.label, choices=[("", "请选"), (YES, YES), (NO, NO)])
    if question.kind == "number":
        return forms.IntegerField(label=question.label, min_value=0, max_value=1_000_000)
    return forms.CharField(label=question.label, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))
