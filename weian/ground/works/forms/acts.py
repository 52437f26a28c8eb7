"""One form for each act on a record. The gate is in the actions; a form only turns words into values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer, staff_of
from weian.foundation.people.models import Person
from weian.ground.hazards import api as hazards
from weian.ground.registry import api as registry
from weian.ground.works.models import Charge, Contract
from weian.ground.works.pack_schema import contract_kinds, title_of, violation_kinds
from weian.kernel import clock
from weian.ui import api as ui

# Of how many open hazards one is offered to be put on an account.
MOST = 200


def _area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ActForm(ui.Form):
    """A form of one act; its fields have ids of their own, since several stand on the page."""

    name = ""
    use_required_attribute = False

    def __init__(self, data: Any = None, files: Any = None, *, one: Any, viewer: Viewer, name: str) -> None:
        self.one, self.viewer, self.name = one, viewer, name
        super().__init__(data, files, auto_id=f"{name}-%s")


class PlainForm(ActForm):
    """Nothing to fill in."""


class WhyForm(ActForm):
    why = forms.CharField(label="理由", max_length=300, widget=_area())


def _photos(label: str, without: str) -> ui.FilesField:
    return ui.FilesField(label=label, accept="image/*", error_messages={"required": without})


class BeforeForm(ActForm):
    photos = _photos("作业前照片", "请拍一张作业前的照片：可燃物清理、灭火器材、看护人。")


class AfterForm(ActForm):
    photos = _photos("作业后照片", "请拍一张作业后的照片：现场清理、断电断气。")


class RecheckForm(ActForm):
    note = forms.CharField(label="现场情况", max_length=300)
    trouble = forms.BooleanField(label="有冒烟、余火、发热等异常，同时登记隐患", required=False)
    photos = ui.FilesField(label="照片", required=False, accept="image/*")


class ContractForm(ActForm):
    kind = forms.ChoiceField(label="服务类别")
    scope = forms.CharField(label="服务范围", max_length=2000, widget=_area())
    places = forms.ModelMultipleChoiceField(
        registry.Subject.objects.none(), label="场所", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="作业票只能在这些场所申请。",
    )  # fmt: skip
    starts_on = forms.DateField(label="合同起", widget=ui.DayInput)
    ends_on = forms.DateField(label="合同止（含当天）", widget=ui.DayInput)
    headcount = forms.IntegerField(label="约定人数", min_value=0, max_value=100_000)
    department = forms.ModelChoiceField(Unit.objects.none(), label="归口科室", required=False, empty_label="不分科室")
    agreement_until = forms.DateField(
        label="安全生产管理协议有效期至", required=False, widget=ui.DayInput, help_text="还没有签就空着。"
    )
    agreement = ui.FilesField(label="协议文件", required=False, accept=".pdf,.docx,image/*")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = chosen(contract_kinds())
        fields["places"].queryset = registry.subjects_of(self.one.unit).at_work()
        fields["department"].queryset = departments_of(self.one.unit)


class EndingForm(ActForm):
    contract = forms.ModelChoiceField(Contract.objects.none(), label="合同", empty_label=None)
    on = forms.DateField(label="从哪天起不再有效", widget=ui.DayInput, initial=clock.today)
    why = forms.CharField(label="原因", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["contract"]
        field.queryset = Contract.objects.filter(contractor=self.one, ended_on=None).order_by("-ends_on")
        kinds = contract_kinds()
        field.label_from_instance = lambda one: f"{title_of(kinds, one.kind)}　{one.starts_on} 至 {one.ends_on}"


class AdmissionForm(ActForm):
    person = forms.CharField(label="姓名", max_length=40)
    phone = forms.CharField(label="手机", max_length=20, required=False)


class DismissalForm(ActForm):
    person = forms.ModelChoiceField(Person.objects.none(), label="谁", empty_label="请选")
    why = forms.CharField(label="原因", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = staff_of(self.one.party).order_by("sort_key")


class AccountForm(ActForm):
    hazard = forms.ModelChoiceField(
        hazards.Hazard.objects.none(), label="未销号的隐患", empty_label="请选", help_text="最近登记的在前面。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["hazard"]
        charged = Charge.objects.filter(unit=self.one.unit_id).values("hazard")
        found = hazards.Hazard.objects.filter(unit=self.one.unit_id).open().exclude(pk__in=charged)
        field.queryset = found.order_by("-reported_at")
        # A choice of all would be a page of its own: the latest are offered, any open one is taken.
        latest = list(field.queryset[:MOST])
        field.choices = [("", "请选"), *((str(one.pk), str(one)) for one in latest)]


class AssignmentForm(ActForm):
    responsible = forms.ModelChoiceField(Person.objects.none(), label="承包方整改责任人", empty_label="请选")
    grade = forms.ChoiceField(label="等级", choices=hazards.Grade.choices, widget=forms.RadioSelect)
    measure = forms.CharField(label="整改要求", max_length=2000, widget=_area())
    due = forms.DateField(label="整改期限", widget=ui.DayInput)
    at_once = forms.ChoiceField(
        label="能不能立即整改", choices=[("yes", "能"), ("no", "不能")], widget=forms.RadioSelect, initial="yes"
    )
    interim_measure = forms.CharField(label="整改前防范措施", required=False, max_length=2000, widget=_area())
    plan = forms.CharField(label="应急预案", required=False, max_length=2000, widget=_area())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["responsible"]
        field.queryset = staff_of(self.one.contractor.party)
        self.initial = {"grade": self.one.hazard.grade or hazards.Grade.GENERAL, "at_once": "yes"}


class ProofForm(ActForm):
    note = forms.CharField(label="怎么改的", max_length=2000, widget=_area())
    photos = _photos("整改后照片", "请至少上传一张整改后的照片。")


class StopForm(ActForm):
    reason = forms.CharField(label="为什么停工、要改什么", max_length=500, widget=_area())


class ResumeForm(ActForm):
    answer = forms.CharField(label="改了什么", max_length=1000, widget=_area())
    photos = _photos("整改后照片", "请附整改后的照片。")


class AgencyForm(ActForm):
    agency = forms.ModelChoiceField(Unit.objects.none(), label="协同部门", empty_label="请选")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agency"]
        found = Unit.objects.current().filter(kind=org.Kind.AGENCY).exclude(pk__in=self.one.agencies)
        if self.one.region:  # those of its county and of the city above it
            found = found.filter(region__in=[self.one.region, self.one.region // 100 * 100])
        field.queryset = found.order_by("sort_key")


class FindingForm(ActForm):
    """At a site: whose it is and where stands already."""

    kind = forms.ChoiceField(label="类别")
    text = forms.CharField(label="看到什么", max_length=2000, widget=_area())
    person_name = forms.CharField(label="违规人（知道的写）", max_length=40, required=False)
    photos = ui.FilesField(label="照片", required=False, accept="image/*")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = chosen(violation_kinds())


def chosen(kinds: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Kinds to choose from, none of them before somebody has chosen."""
    return [("", "请选"), *((one.code, one.title) for one in kinds.values())]


def departments_of(unit: Unit) -> Any:
    return Unit.objects.current().under(unit).filter(kind=org.Kind.DEPARTMENT)
