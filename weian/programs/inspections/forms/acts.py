"""One form for each act on an inspection. The gate is in the actions; a form only turns words into values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people import api as people
from weian.foundation.people.api import May, Viewer, institution_of
from weian.foundation.people.models import Appointment
from weian.ground.hazards import api as hazards
from weian.kernel import clock
from weian.programs.inspections import pack_schema
from weian.programs.inspections.actions.issuing import LATER
from weian.programs.inspections.kinds import Method
from weian.programs.inspections.models import Finding, Inspection
from weian.ui import api as ui

PHOTOS = "image/*"
YES_NO = [("yes", "能"), ("no", "不能")]


class ActForm(ui.Form):
    """A form of one act; its fields have ids of their own, since several stand on the page."""

    name = ""
    use_required_attribute = False

    def __init__(self, data: Any = None, files: Any = None, *, one: Inspection, viewer: Viewer, **more: Any) -> None:
        self.one, self.viewer = one, viewer
        super().__init__(data, files, auto_id=f"{self.name}-%s", **more)


class StartForm(ActForm):
    name = "start"
    code = forms.CharField(
        label="现场标签的码", required=False, max_length=200, help_text="扫标签，或照标签下面的码填。"
    )
    why_no_code = forms.CharField(
        label="现场没有标签", required=False, max_length=200, help_text="没有标签的写明原因。"
    )


# Of a finding one of two is told, and each asks for its own: said at the field, judged by the act.
ASKED_WHEN = {
    "responsible": "要填", "measure": "要填", "due": "限期整改的要填", "money": "限期整改的要填",
    "interim_measure": "不能立即整改的要填", "plan": "不能立即整改的要填", "after": "当场改正的要传",
    "before": "当场改正的要传",
}  # fmt: skip


class FindingForm(ActForm):
    name = "finding"
    text = forms.CharField(label="发现什么", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    place = forms.CharField(label="地点", required=False, max_length=120)
    method = forms.ChoiceField(label="方法", choices=Method.choices, initial=Method.LOOK, widget=forms.RadioSelect)
    type = forms.ChoiceField(label="类别", required=False)
    severity = forms.ChoiceField(
        label="等级", choices=hazards.Grade.choices, initial=hazards.Grade.GENERAL, widget=forms.RadioSelect
    )
    clause = forms.ModelChoiceField(
        Finding.objects.none(), label="依据通知的条款", required=False, empty_label="不依据通知"
    )
    basis = forms.CharField(label="其他依据", required=False, max_length=200, help_text="法规标准的名称和条号。")
    before = ui.FilesField(label="照片", required=False, accept=PHOTOS)
    way = forms.ChoiceField(
        label="怎么改", choices=[("due", "限期整改"), ("fixed", "当场改正")], initial="due", widget=forms.RadioSelect
    )
    responsible = forms.ModelChoiceField(
        Appointment.objects.none(), label="责任人", required=False, empty_label="请指定一个人",
        help_text="限期整改的责任人，或当场改正的人。",
    )  # fmt: skip
    due = forms.DateField(label="整改期限", required=False, widget=ui.DayInput)
    measure = forms.CharField(label="整改要求或当场怎么改的", required=False, max_length=1000)
    money = forms.DecimalField(
        label="资金（元）", required=False, max_digits=14, decimal_places=2, help_text="不用花钱就填 0。"
    )
    at_once = forms.ChoiceField(
        label="能不能立即整改", choices=YES_NO, required=False, widget=forms.RadioSelect, initial="yes"
    )
    interim_measure = forms.CharField(label="整改前防范措施", required=False, max_length=1000)
    plan = forms.CharField(label="应急预案", required=False, max_length=1000)
    after = ui.FilesField(label="整改后照片", required=False, accept=PHOTOS)
    item = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _of(self, "type").choices = [("", "不选"), *((code, kind.title) for code, kind in hazards.types().items())]
        for name, when in ASKED_WHEN.items():
            _of(self, name).asked_when = when
        held = _of(self, "responsible")
        held.queryset = fixers_of(institution_of(self.one.target))
        held.label_from_instance = lambda one: f"{one.post.unit.title} {one.person.name}（{one.post.title}）"
        plan = self.one.plan
        if plan is None or plan.document is None:
            del self.fields["clause"]
            return
        clause = _of(self, "clause")
        clause.queryset = plan.document.clauses.filter(pk__in=plan.clauses) if plan.clauses else plan.document.clauses
        clause.label_from_instance = lambda one: f"{one.label} {one.heading or one.text}"[:40]


class InterviewForm(ActForm):
    name = "interview"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, question in pack_schema.questions().items():
            self.fields[f"q_{code}"] = forms.ChoiceField(
                label=question.title, required=False, widget=forms.RadioSelect,
                choices=[("", "没问"), ("yes", "知道"), ("no", "不知道")],
            )  # fmt: skip
        ui.speak(self)


class PlainForm(ActForm):
    """An act without anything to say."""


class FinishForm(PlainForm):
    name = "finish"


class ReleaseForm(ActForm):
    name = "release"
    note = forms.CharField(label="审核意见", required=False, max_length=500)


class SignForm(ActForm):
    name = "sign"
    text = forms.CharField(label="意见", required=False, max_length=500)


LONGEST_LABEL = 60


def _in_order(one: Inspection) -> QuerySet[Finding]:
    """All findings as the page numbers them."""
    return Finding.objects.filter(inspection=one).order_by("found_at", "uid")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else f"{text[:LONGEST_LABEL]}…"


class ObjectForm(ActForm):
    name = "objection"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, row in enumerate(_in_order(self.one), 1):
            if not row.dropped:
                label = f"{number}. {_short(row.text)}"
                self.fields[f"f_{row.pk}"] = forms.CharField(label=label, required=False, max_length=500)
                self.fields[f"f_{row.pk}"].asked_when = "没有异议就空着"  # type: ignore[attr-defined]
        ui.speak(self)


class DisputeForm(ActForm):
    name = "dispute"
    text = forms.CharField(
        label="对得分或哪一条不认可、为什么", max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class RulingForm(ActForm):
    name = "ruling"
    upheld = forms.ChoiceField(
        label="裁定", choices=[("yes", "争议成立"), ("no", "争议不成立")], widget=forms.RadioSelect
    )
    score = forms.DecimalField(
        label="改定的得分", required=False, min_value=0, max_value=100, max_digits=5, decimal_places=1,
        help_text="成立而且要改分的填，不改就空着。",
    )  # fmt: skip
    ruling = forms.CharField(label="理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class OpinionForm(ActForm):
    name = "opinion"
    text = forms.CharField(label="专家意见", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class RefuseForm(ActForm):
    name = "refusal"
    why = forms.CharField(label="拒签理由", max_length=500)


class NoteRefusalForm(ActForm):
    name = "unsigned"
    why = forms.CharField(label="为什么没签、谁在场", max_length=500)


class AnswersForm(ActForm):
    """Answers to all objections at once."""

    name = "replies"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbered = [(number, row) for number, row in enumerate(_in_order(self.one), 1) if row.objection]
        self.rows = [row for _, row in numbered]
        for number, row in numbered:
            label = f"{number}. {_short(row.text)}"
            told = f"异议：{row.objection}"
            self.fields[f"a_{row.pk}"] = forms.CharField(label=label, max_length=500, help_text=told)
            self.fields[f"d_{row.pk}"] = forms.BooleanField(label="不再认定这一条", required=False)
        ui.speak(self)


class CloseForm(PlainForm):
    name = "closure"


class CancelForm(ActForm):
    name = "cancellation"
    why = forms.CharField(label="取消理由", max_length=500)


class LeakForm(ActForm):
    name = "leak"
    text = forms.CharField(label="从哪里看出走漏了消息", max_length=500)


class OutcomeForm(ActForm):
    name = "outcome"
    agency = forms.ModelChoiceField(Unit.objects.none(), label="哪个部门", empty_label="请选")
    kind = forms.CharField(label="处理", max_length=40, help_text="如责令限期整改、当场处罚、不予处理。")
    doc_no = forms.CharField(label="法律文书号", required=False, max_length=60)
    due = forms.DateField(label="责令改正期限", required=False, widget=ui.DayInput)
    text = forms.CharField(label="内容", required=False, max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        uids = [self.one.office_id, *(self.one.plan.agencies if self.one.plan else [])]
        if self.viewer.is_agency:
            uids = [self.viewer.unit.pk]
        agency = _of(self, "agency")
        agency.queryset = Unit.objects.filter(pk__in=uids)
        agency.label_from_instance = lambda one: one.name


class PaperForm(ActForm):
    name = "paper"
    kind = forms.ChoiceField(label="文书", widget=forms.RadioSelect)
    findings = forms.ModelMultipleChoiceField(
        Finding.objects.none(), label="针对哪几条", widget=forms.CheckboxSelectMultiple,
        help_text="每条隐患各出一份，文号相接；和在隐患页面上办一样。",
    )  # fmt: skip
    text = forms.CharField(
        label="督办要求、验收意见或移送事由", max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    leader = forms.CharField(label="督办责任人", required=False, max_length=60, help_text="挂牌督办的要填。")
    due = forms.DateField(label="销号期限", required=False, widget=ui.DayInput, help_text="挂牌督办的要填。")
    agency = forms.ModelChoiceField(
        Unit.objects.none(), label="移送给", required=False, empty_label="不在下面，写名称", help_text="移送的要选。"
    )
    to_name = forms.CharField(label="部门名称", required=False, max_length=80, help_text="上面没有的才写。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = hazards.paper_titles()
        _of(self, "kind").choices = [(code.value, titles[code]) for code in LATER if code in titles]
        rows = _of(self, "findings")
        rows.queryset = (
            Finding.objects.filter(inspection=self.one, dropped=False)
            .select_related("hazard__unit__parent").order_by("found_at", "uid")
        )  # fmt: skip
        rows.label_from_instance = lambda row: _short(row.text)
        agency = _of(self, "agency")
        agency.queryset = org.agencies_of(self.viewer.unit)
        agency.label_from_instance = lambda one: one.name


def _of(form: forms.Form, name: str) -> Any:
    """A field whose choices are set when the form is made."""
    return form.fields[name]


def fixers_of(unit: Unit) -> Any:
    """Appointments of the unit under which somebody may rectify."""
    posts = [one.pk for one in people.posts_of(unit) if Viewer(Appointment(post=one)).may(May.RECTIFY_HAZARD)]
    held = Appointment.objects.on(clock.today()).filter(post__in=posts, person__left_on=None)
    return held.select_related("person__unit", "post__unit").order_by("post__unit__pos", "person__sort_key")
