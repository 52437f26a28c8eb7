"""What is registered or asked on a page of its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer, staff_of
from weian.foundation.people.models import Person
from weian.ground.registry import api as registry
from weian.ground.works.forms.acts import chosen, departments_of
from weian.ground.works.models import Contract, Contractor, Site
from weian.ground.works.pack_schema import PermitKind, violation_kinds
from weian.ground.works.states import Built
from weian.kernel import clock
from weian.ui import api as ui


class _New(ui.Form):
    use_required_attribute = False
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        self.viewer = viewer
        super().__init__(*args, **kwargs)

    def of(self, name: str) -> Any:
        return self.fields[name]


class ContractorForm(_New):
    name = forms.CharField(label="名称", max_length=80, help_text="营业执照上的全称。")
    code = forms.CharField(label="统一社会信用代码", max_length=18, required=False)
    service = forms.CharField(label="做什么", max_length=80, help_text="如：病区保洁、门岗保安。")
    subject = forms.ModelChoiceField(
        registry.Subject.objects.none(), label="场所登记里已有的服务单位", required=False, empty_label="没有，新登记",
        help_text="以前在“场所”里登记过的，选它，检查记录就接着用。",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = Contractor.objects.filter(unit=self.viewer.unit).values("subject")
        known = registry.subjects_of(self.viewer.unit).filter(kind=registry.Kind.PARTY)
        self.of("subject").queryset = known.exclude(pk__in=taken)


class SiteForm(_New):
    name = forms.CharField(label="项目", max_length=80)
    contractor = forms.ModelChoiceField(Contractor.objects.none(), label="施工单位", empty_label="请选")
    supervisor = forms.CharField(label="监理单位", max_length=80, required=False)
    parent = forms.ModelChoiceField(
        registry.Subject.objects.none(), label="位于", required=False, empty_label="不在已登记的楼里"
    )
    keeper = forms.ModelChoiceField(Person.objects.none(), label="本单位安全负责人", empty_label="请选")
    starts_on = forms.DateField(label="计划开工", widget=ui.DayInput)
    ends_on = forms.DateField(label="计划竣工", widget=ui.DayInput)
    money = forms.DecimalField(label="合同价（元）", max_digits=14, decimal_places=2, min_value=0, required=False)
    plan = forms.CharField(label="安全方案", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.viewer.unit
        self.of("contractor").queryset = Contractor.objects.filter(unit=unit).order_by("name")
        self.of("parent").queryset = registry.subjects_of(unit).filter(kind=registry.Kind.PLACE)
        self.of("keeper").queryset = staff_of(unit).order_by("sort_key")


class PermitForm(_New):
    """What is to be done where and when, by whom, and what was seen to before."""

    subject = forms.ModelChoiceField(registry.Subject.objects.none(), label="作业地点", empty_label="请选")
    contractor = forms.ModelChoiceField(
        Contractor.objects.none(), label="谁来做", required=False, empty_label="本单位自己的人"
    )
    work = forms.CharField(label="作业内容", max_length=300)
    starts_at = forms.DateTimeField(label="作业起", widget=ui.TimeInput, input_formats=["%Y-%m-%dT%H:%M"])
    ends_at = forms.DateTimeField(label="作业止", widget=ui.TimeInput, input_formats=["%Y-%m-%dT%H:%M"])
    worker = forms.CharField(label="作业人", max_length=40)
    certificate_no = forms.CharField(label="证号", max_length=60)
    certificate_until = forms.DateField(label="证件有效期至", widget=ui.DayInput)
    watcher = forms.CharField(label="看护人", max_length=40, help_text="不能和作业人是同一个人。")
    measures = forms.MultipleChoiceField(label="措施（逐项落实，打勾）", widget=forms.CheckboxSelectMultiple)
    neighbours = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="告知哪些相邻科室", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, kind: PermitKind, own: Contractor | None, subject: UUID | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        unit = own.unit if own else self.viewer.unit
        places = registry.subjects_of(unit).at_work()
        if own is not None:
            del self.fields["contractor"]
            places = places.filter(pk__in=_places_of(own))
        else:
            self.of("contractor").queryset = Contractor.objects.filter(unit=unit).order_by("name")
        self.of("subject").queryset = places
        self.of("neighbours").queryset = departments_of(unit)
        self.of("measures").choices = [(one.code, one.text) for one in kind.measures]
        self.of("certificate_no").label = f"{kind.certificate}编号"
        now = clock.now().astimezone(clock.SHANGHAI)
        self.initial = {**self.initial, "subject": subject, "starts_at": now, "uid": uuid4()}
        self.of("ends_at").label += f"（最长 {kind.max_hours} 小时）"


class ViolationForm(_New):
    """Work against the rules, seen anywhere in the house."""

    kind = forms.ChoiceField(label="类别")
    subject = forms.ModelChoiceField(registry.Subject.objects.none(), label="地点", empty_label="请选")
    contractor = forms.ModelChoiceField(
        Contractor.objects.none(), label="违规方", required=False, empty_label="本单位自己的人"
    )
    person_name = forms.CharField(label="违规人（知道的写）", max_length=40, required=False)
    text = forms.CharField(label="看到什么", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    photos = ui.FilesField(label="照片", required=False, accept="image/*")

    def __init__(self, *args: Any, subject: UUID | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.viewer.unit
        self.of("kind").choices = chosen(violation_kinds())
        self.of("subject").queryset = registry.subjects_of(unit).at_work()
        self.of("contractor").queryset = Contractor.objects.filter(unit=unit).order_by("name")
        self.initial = {**self.initial, "subject": subject, "uid": uuid4()}


def _places_of(own: Contractor) -> set[UUID]:
    sites = Site.objects.filter(contractor=own, status=Built.BUILDING).values_list("subject", flat=True)
    return Contract.objects.filter(contractor=own).active().all_places() | set(sites)
