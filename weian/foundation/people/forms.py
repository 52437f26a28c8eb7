from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from weian.foundation.org import api as org
from weian.foundation.org.kinds import Level
from weian.foundation.org.models import Unit
from weian.foundation.people.models import Account, Appointment, Person
from weian.foundation.people.passwords import check
from weian.foundation.people.roles import PostClass
from weian.ui import api as ui

ACCOUNT_NAME = {"invalid": "账号只能用字母、数字、短横线和下划线。"}
# A unit with more direct parts than this is entered by going down to one of them.
OFFERED = 200
SIX_DIGITS = dict.fromkeys(("invalid", "min_value", "max_value"), "行政区划代码是六位数字，如 220200。")


class NewPassword(ui.Form):
    """A password twice, checked by the rules of settings."""

    password = forms.CharField(
        label="口令", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="至少 10 位，含小写字母、大写字母、数字、符号中的至少三种。",
    )  # fmt: skip
    again = forms.CharField(
        label="再输一遍口令", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def account_to_be(self) -> Account:
        raise NotImplementedError

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        check(password, self.account_to_be())
        return password

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", "两遍口令不一样。")
        data.pop("again", None)
        return data


class FirstRunForm(NewPassword):
    commission = forms.CharField(label="本级卫生健康行政部门全称", max_length=120)
    level = forms.ChoiceField(
        label="层级",
        choices=[(one.value, one.label) for one in (Level.PROVINCE, Level.CITY, Level.COUNTY)],
    )
    region = forms.IntegerField(
        label="行政区划代码", min_value=110000, max_value=999999, help_text="GB/T 2260 的六位代码，如 220200。",
        error_messages=SIX_DIGITS,
    )  # fmt: skip
    name = forms.CharField(label="您的姓名", max_length=40)
    username = forms.SlugField(
        label="账号", max_length=60, help_text="字母、数字、短横线。", initial="admin", error_messages=ACCOUNT_NAME
    )
    field_order = ["commission", "level", "region", "name", "username", "password", "again"]

    def account_to_be(self) -> Account:
        return Account(username=self.cleaned_data.get("username", ""))


class FirstPasswordForm(NewPassword):
    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def account_to_be(self) -> Account:
        return self.account


# A functional zone is a commission of its own kind on this form only.
ZONE = "zone"
# An agency stands under a root of its own, but is added where its territory is.
AGENCY = "agency:"


SHORT = "格子、列表和手机上显示它；不填就显示全称。"


class UnitForm(ui.Form):
    """One unit below the node that is looked at."""

    name = forms.CharField(label="单位名称", max_length=120)
    short_name = forms.CharField(label="简称", max_length=40, required=False, help_text=SHORT)
    type = forms.ChoiceField(label="类型")
    level = forms.ChoiceField(label="层级", choices=[("", "与上级相同或不分"), *Level.choices], required=False)
    region = forms.IntegerField(
        label="行政区划代码", required=False, min_value=110000, max_value=999999, error_messages=SIX_DIGITS,
        help_text="不填时与上级相同；功能区填本地代码。",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = [(one.code, one.name) for one in org.unit_types().values()]
        field = self.fields["type"]
        assert isinstance(field, forms.ChoiceField)
        kinds = [(org.Kind.COMMISSION, "卫生健康行政部门"), (ZONE, "功能区（与县级同）"), (org.Kind.DEPARTMENT, "科室")]
        agencies = [(f"{AGENCY}{one.code}", f"协同部门：{one.name}") for one in org.agency_kinds().values()]
        field.choices = [*kinds, *types, *agencies]

    def kind_of(self) -> tuple[str, str, bool]:
        """Kind, type code and light mode of the chosen type."""
        chosen = self.cleaned_data["type"]
        if chosen in (org.Kind.COMMISSION, org.Kind.DEPARTMENT):
            return chosen, "", False
        return org.Kind.INSTITUTION, chosen, org.unit_types()[chosen].light


class ShortNameForm(ui.Form):
    """What a unit is called where its full name is too long."""

    short_name = forms.CharField(label="简称", max_length=40, required=False, help_text=SHORT)


class TypeForm(ui.Form):
    """What an institution is."""

    type = forms.ChoiceField(label="类型")
    grade = forms.CharField(label="等级", max_length=20, required=False, help_text="如三级甲等；没有评级的不填。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["type"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选"), *((one.code, one.name) for one in org.unit_types().values())]


class ImportForm(ui.Form):
    file = forms.FileField(
        label="Excel 文件",
        help_text="先下载空表填写；有错时一行都不写入。",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class StaffForm(ui.Form):
    """One person in one post. Offers the unit that is looked at and what stands directly below it."""

    name = forms.CharField(label="姓名", max_length=40)
    unit = forms.ModelChoiceField(label="所在单位或科室", queryset=Unit.objects.none(), empty_label=None)
    title = forms.CharField(label="岗位名称", max_length=60, help_text="如：安全管理员、护士长、科室安全员。")
    post_class = forms.ChoiceField(label="岗位类别", choices=[("", "请选择"), *PostClass.choices])
    whole = forms.BooleanField(label="管到整个机构（不只本科室）", required=False)
    username = forms.SlugField(
        label="账号", max_length=60, help_text="字母、数字、短横线。", error_messages=ACCOUNT_NAME
    )
    phone = forms.CharField(label="手机", max_length=20, required=False)

    def __init__(self, *args: Any, under: Unit, here: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = here or under
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Unit.objects.current().under(under)
        below = Unit.objects.current().filter(parent=here).order_by("sort_key")[:OFFERED]
        field.choices = [(here.pk, here.name), *((one.pk, one.name) for one in below)]

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if Account.objects.filter(username=username).exists():
            raise forms.ValidationError(f"账号“{username}”已经有人用了，请换一个，如加上工号。")
        return username


class DeputyForm(ui.Form):
    """Who is away from which post, who stands in, from when to when."""

    use_required_attribute = False
    held = forms.ModelChoiceField(Appointment.objects.none(), label="谁的岗位", empty_label="请选")
    deputy = forms.ModelChoiceField(Person.objects.none(), label="由谁代理", empty_label="请选")
    first = forms.DateField(label="从哪天起", widget=ui.DayInput)
    last = forms.DateField(label="到哪天止", widget=ui.DayInput, help_text="含这一天。")

    def __init__(self, *args: Any, posts: QuerySet[Appointment], people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held: Any = self.fields["held"]
        deputy: Any = self.fields["deputy"]
        held.queryset, held.label_from_instance = posts, lambda one: f"{one.post.title} {one.person.name}"
        deputy.queryset, deputy.label_from_instance = people, lambda one: f"{one.name}（{one.unit.title}）"
