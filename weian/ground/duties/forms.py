"""What people fill in. The gate is in the actions; a form only turns words into values."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from django import forms

from weian.foundation.org.api import Kind
from weian.foundation.org.models import Unit
from weian.foundation.people.models import Post
from weian.ground.duties.models import AskKind, Obligation, Record
from weian.kernel import clock
from weian.ui.api import DayInput, FilesField, Form

PHOTOS, PAPERS = "image/jpeg,image/png,image/webp", ".pdf,.docx,.xlsx,.txt,.ofd,image/jpeg,image/png"
_BETWEEN_NAMES = re.compile(r"[\n,，、;；]+")


class NamesField(forms.CharField):
    """Names, one a line or with 、 between; cleans to a list without doubles."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        return list(dict.fromkeys(name.strip() for name in _BETWEEN_NAMES.split(text) if name.strip()))


def _text(label: str, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, **more)


def _long(label: str, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 3}), **more)


# The fields of `facts.py`, as they are asked. What evidence needs is checked at the handing in, not here: a record
# that is not whole yet may be kept.
FACT_FIELDS: dict[str, dict[str, Any]] = {
    AskKind.PLAN: {
        "approver": lambda: _text("批准人", max_length=60, help_text="一般是主要负责人。"),
        "approved_on": lambda: forms.DateField(label="批准日期", widget=DayInput),
    },
    AskKind.MEETING: {
        "chair": lambda: _text("主持人", max_length=60),
        "attendees": lambda: NamesField(label="参加人员", required=False, help_text="一行一个姓名。"),
        "decisions": lambda: _long("议定事项", required=False),
    },
    AskKind.INSPECTION: {
        "places": lambda: _long("检查了哪里", max_length=500),
        "found": lambda: forms.IntegerField(label="发现问题（处）", min_value=0, max_value=10_000),
        "fixed": lambda: forms.IntegerField(label="其中当场整改（处）", min_value=0, max_value=10_000),
    },
    AskKind.TRAINING: {
        "topic": lambda: _text("培训主题", max_length=200),
        "expected": lambda: forms.IntegerField(label="应到人数", min_value=1, max_value=100_000),
        "attendees": lambda: NamesField(label="实到人员", required=False, help_text="一行一个姓名。"),
    },
    AskKind.DRILL: {
        "topic": lambda: _text("演练内容", max_length=200),
        "attendees": lambda: NamesField(label="参加人员", required=False, help_text="一行一个姓名。"),
    },
}


class RecordForm(Form):
    """What was done: the common fields, those of its kind, files. Lines of a plan come as rows beside it."""

    use_required_attribute = False

    uid = forms.UUIDField(label="编号", widget=forms.HiddenInput)
    title = forms.CharField(label="标题", max_length=200)
    happened_on = forms.DateField(label="日期", widget=DayInput, help_text="事情发生的那天。")
    text = forms.CharField(
        label="做了什么", required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    photos = FilesField(label="现场照片", required=False, accept=PHOTOS)
    papers = FilesField(label="文件", required=False, accept=PAPERS, help_text="PDF、Word、Excel、OFD 或扫描件照片。")

    def __init__(self, *args: Any, obligation: Obligation, **kwargs: Any) -> None:
        today = clock.today()
        kwargs.setdefault("initial", {"uid": uuid4(), "title": obligation.title, "happened_on": today, "fixed": 0})
        self.kind = obligation.kind
        super().__init__(*args, **kwargs)
        if self.kind == AskKind.REPORT:
            self.fields["text"].label = "报告正文"
        if self.kind == AskKind.PLAN:
            self.fields["text"].label = "说明"

    @classmethod
    def of(cls, obligation: Obligation) -> type[RecordForm]:
        """The form class for records of the obligation's kind."""
        made = {name: make() for name, make in FACT_FIELDS.get(obligation.kind, {}).items()}
        form = type("RecordForm", (cls,), made)
        order = ["uid", "title", "happened_on", *made, "text", "photos", "papers"]
        form.field_order = order
        return form

    def facts(self) -> dict[str, Any]:
        """The cleaned fields of the kind."""
        return {name: self.cleaned_data[name] for name in FACT_FIELDS.get(self.kind, {})}


class ReasonForm(Form):
    """A sentence why: for returning and exempting."""

    why = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class NoteForm(Form):
    """A sentence that may stand beside an acceptance."""

    note = forms.CharField(label="审核意见", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class ReuseForm(Form):
    """An existing record of the unit that answers this task too."""

    record = forms.ModelChoiceField(Record.objects.none(), label="已有的记录", empty_label="请选")

    def __init__(self, *args: Any, records: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["record"].queryset = records
        self.fields["record"].label_from_instance = lambda one: f"{one.happened_on} {one.title}"


class PostForm(Form):
    """A post of the unit: for the routing of a domain, and for handing one task on."""

    post = forms.ModelChoiceField(Post.objects.none(), label="岗位", empty_label="请选")

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A commission's own posts, not those of all that it supervises.
        found = Post.objects.filter(ended_on=None)
        if unit.kind == Kind.COMMISSION:
            found = found.filter(unit=unit) | found.filter(unit__parent=unit, unit__kind=Kind.DEPARTMENT)
        else:
            found = found.filter(unit__pos__gte=unit.pos, unit__pos__lt=unit.end)
        self.fields["post"].queryset = found.select_related("unit").order_by("unit__pos", "title")
        self.fields["post"].label_from_instance = lambda one: f"{one.unit.title} {one.title}"
