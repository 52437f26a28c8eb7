"""What people fill in of what was done. The gate is in the actions; a form only turns words into values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from weian.ground.duties import questions
from weian.ground.duties.models import AskKind, Obligation
from weian.ground.duties.pack_schema import activity_types
from weian.kernel import clock
from weian.ui.api import DayInput, FilesField, Form, speak

PHOTOS, PAPERS = "image/jpeg,image/png,image/webp", ".pdf,.docx,.xlsx,.txt,.ofd,image/jpeg,image/png"
_BETWEEN_NAMES = re.compile(r"[\n,，、;；]+")


class NamesField(forms.CharField):
    """Names, one a line or with 、 between; cleans to a list without doubles."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, label: str = "") -> None:
        super().__init__(label=label, required=False, max_length=20_000, help_text="一行一个姓名。")

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        return list(dict.fromkeys(name.strip() for name in _BETWEEN_NAMES.split(text) if name.strip()))


class LinesField(forms.CharField):
    """Sentences, one a line; cleans to a list."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, label: str = "") -> None:
        super().__init__(label=label, required=False, max_length=20_000, help_text="一行一个问题；没有就不填。")

    def clean(self, value: Any) -> list[str]:
        return [line.strip()[:500] for line in super().clean(value).splitlines() if line.strip()]


class Papers(FilesField):
    """Files that show one thing; `role` is kept with each."""

    def __init__(self, label: str = "", role: str = "file", *, accept: str = PAPERS, **kwargs: Any) -> None:
        self.role = role
        super().__init__(label=label, required=False, accept=accept, **kwargs)


def _photos(label: str = "现场照片") -> Papers:
    return Papers(label, "photo", accept=PHOTOS)


def _count(label: str, least: int, most: int = 10_000) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most)


def long_text(label: str, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class RecordForm(Form):
    """What was done, with files. An unfinished record may be kept: the handing in tells what it lacks."""

    use_required_attribute = False
    # Names of `facts.py` that the form asks for; the lines of a plan come as rows beside it.
    asked: ClassVar[tuple[str, ...]] = ()
    field_order = (
        "title", "happened_on", "type", "place", "people", "version", "approver", "approved_on", "began", "chair",
        "agenda", "topic", "provider", "qualification", "method", "conclusion", "next_on", "problems",
        "places", "found", "fixed", "expected", "attendees", "decisions", "text", "photos",
        "minutes", "attendance", "papers", "took",
    )  # fmt: skip

    title = forms.CharField(label="标题", max_length=200)
    happened_on = forms.DateField(label="日期", widget=DayInput, help_text="事情发生的那天。")
    text = long_text("做了什么", rows=5, required=False, max_length=20_000)
    papers = Papers("文件", "file", help_text="PDF、Word、Excel、OFD 或扫描件照片。")
    took = forms.IntegerField(
        label="用时（分钟）", min_value=1, max_value=10_000, required=False,
        help_text="选填。前后一共用了多久；有了几次，以后的通知就按实际用时预演。",
    )  # fmt: skip

    def __init__(
        self, *args: Any, obligation: Obligation | None = None, proposed: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        start = {
            "title": obligation.title if obligation else "",
            "happened_on": clock.today(),
            "fixed": 0,
            **(proposed or {}),
        }
        kwargs.setdefault("initial", start)
        super().__init__(*args, **kwargs)

    def facts(self) -> dict[str, Any]:
        told = {name: self.cleaned_data[name] for name in self.asked}
        return told | ({"began": f"{told['began']:%H:%M}" if told["began"] else ""} if "began" in told else {})

    def file_fields(self) -> list[tuple[str, str]]:
        """Name and role of each field that takes files."""
        return [(name, field.role) for name, field in self.fields.items() if isinstance(field, Papers)]


class PlainForm(RecordForm):
    photos = _photos()


class ReportForm(RecordForm):
    text = long_text("报告正文", rows=12, required=False, max_length=20_000)


class PlanForm(RecordForm):
    asked = ("approver", "approved_on")
    approver = forms.CharField(label="批准人", max_length=60, help_text="一般是主要负责人。")
    approved_on = forms.DateField(label="批准日期", widget=DayInput)
    text = long_text("说明", required=False, max_length=20_000)
    papers = Papers("方案文件", "file", help_text="盖章的 PDF、Word 或扫描件照片。")


class MeetingForm(RecordForm):
    asked = ("chair", "attendees", "decisions", "began", "agenda")
    began = forms.TimeField(label="开始时间", required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    agenda = long_text(
        "议程", rows=6, required=False, max_length=20_000, help_text="按上次议定事项和红色事项拟好，可以改。"
    )
    chair = forms.CharField(label="主持人", max_length=60)
    attendees = NamesField("参加人员")
    decisions = long_text("议定事项", rows=5, required=False, max_length=20_000)
    text = long_text("会议情况", required=False, max_length=20_000)
    minutes = Papers("会议记录", "minutes")
    attendance = Papers("签到表", "attendance")
    photos = _photos("会场照片")


class InspectionForm(RecordForm):
    asked = ("places", "found", "fixed")
    places = long_text("检查了哪里", max_length=500)
    found = _count("发现问题（处）", 0)
    fixed = _count("其中当场整改（处）", 0)
    photos = _photos()

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        found, fixed = said.get("found"), said.get("fixed")
        if found is not None and fixed is not None and fixed > found:
            self.add_error("fixed", "当场整改的不会比发现的多，请核对。")
        return said


class TrainingForm(RecordForm):
    asked = ("topic", "expected", "attendees")
    topic = forms.CharField(label="培训主题", max_length=200)
    expected = _count("应到人数", 1, 100_000)
    attendees = NamesField("实到人员")
    attendance = Papers("签到表", "attendance")
    photos = _photos()


class DrillForm(RecordForm):
    asked = ("topic", "attendees")
    topic = forms.CharField(label="演练内容", max_length=200)
    attendees = NamesField("参加人员")
    photos = _photos()


class ReplyForm(RecordForm):
    """Answers to the questions that the obligation asks, and what there is to add."""

    text = long_text("补充说明", rows=3, required=False, max_length=20_000)

    def __init__(self, *args: Any, obligation: Obligation, **kwargs: Any) -> None:
        super().__init__(*args, obligation=obligation, **kwargs)
        self.questions = questions.asked(obligation.form)
        fields = questions.fields_of(self.questions)
        self.fields = {**{name: self.fields[name] for name in ("title", "happened_on")}, **fields, **self.fields}
        speak(self)

    def facts(self) -> dict[str, Any]:
        return {"answers": questions.told(self.questions, self.cleaned_data)}


class RuleForm(RecordForm):
    """A rule of the unit: new, or looked at again after a year."""

    asked = ("version", "approver", "approved_on")
    version = forms.CharField(label="版本", max_length=40, required=False, help_text="如 2026年第1版。")
    approver = forms.CharField(label="批准人", max_length=60, required=False, help_text="一般是主要负责人。")
    approved_on = forms.DateField(label="批准日期", widget=DayInput, required=False)
    text = long_text("说明", required=False, max_length=20_000)
    papers = Papers("制度文件", "file", help_text="印发的 PDF、Word 或扫描件照片。")


class MeasurementForm(RecordForm):
    """A test, inspection or assessment by somebody who may do it; each problem in it becomes a hazard."""

    asked = ("provider", "qualification", "method", "conclusion", "next_on", "problems")
    happened_on = forms.DateField(label="检测评估日期", widget=DayInput)
    provider = forms.CharField(label="检测评估机构", max_length=120, required=False)
    qualification = forms.CharField(label="机构资质", max_length=120, required=False, help_text="证书名称和编号。")
    method = forms.CharField(label="方法或标准", max_length=200, required=False)
    conclusion = forms.CharField(label="结论", max_length=200, required=False, help_text="如 合格、基本合格、不合格。")
    next_on = forms.DateField(label="下次检测评估日期", widget=DayInput, required=False)
    problems = LinesField("报告指出的问题")
    papers = Papers("检测评估报告", "file", help_text="报告的 PDF、Word 或扫描件照片。")
    photos = _photos()


class ActivityForm(RecordForm):
    asked = ("type", "place", "people")
    type = forms.ChoiceField(label="活动种类")
    place = forms.CharField(label="地点", max_length=200)
    people = forms.IntegerField(label="参加人数", min_value=0, max_value=1_000_000, required=False)
    photos = _photos()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = [(one.title, one.title) for one in activity_types().values()]  # type: ignore[attr-defined]


# Kinds whose records hold lines that become the unit's own work.
WITH_LINES = frozenset({AskKind.PLAN, AskKind.MEETING})

FORMS: dict[str, type[RecordForm]] = {
    AskKind.PLAN: PlanForm,
    AskKind.MEETING: MeetingForm,
    AskKind.INSPECTION: InspectionForm,
    AskKind.TRAINING: TrainingForm,
    AskKind.DRILL: DrillForm,
    AskKind.REPORT: ReportForm,
    AskKind.DOCUMENT: RuleForm,
    AskKind.ACTIVITY: ActivityForm,
    AskKind.MEASUREMENT: MeasurementForm,
}


def form_of(obligation: Obligation) -> type[RecordForm]:
    """The form for records of the obligation's kind."""
    return ReplyForm if obligation.form else FORMS.get(obligation.kind, PlainForm)
