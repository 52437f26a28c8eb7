from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from weian.foundation.org.models import Unit
from weian.foundation.people.actions.devices import DIGITS
from weian.foundation.people.models import Person
from weian.ui import api as ui


def _pin(label: str, **attrs: str) -> forms.CharField:
    secret = {"inputmode": "numeric", "autocomplete": "off", "maxlength": str(DIGITS), **attrs}
    return forms.CharField(label=label, widget=forms.PasswordInput(attrs=secret))


class PinSignInForm(ui.Form):
    pin = _pin("PIN（6 位数字）", autofocus="")


class WardForm(ui.Form):
    """Who sits down at the ward's computer. Only people of the ward are offered."""

    person = forms.ModelChoiceField(Person.objects.none(), label="姓名", widget=forms.RadioSelect, empty_label=None)
    pin = _pin("PIN（6 位数字）")

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = Person.objects.filter(pk__in=[one.pk for one in people]).select_related("account")
        field.choices = [(one.pk, one.name) for one in people]


class TwicePin(ui.Form):
    """A PIN twice. Whether it is too easy the action says, which knows the person."""

    pin = _pin("PIN（6 位数字）")
    pin_again = _pin("再输一遍 PIN")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("pin") and data.get("pin_again") and data["pin"] != data["pin_again"]:
            self.add_error("pin_again", "两遍 PIN 不一样。")
        return data


class PinForm(TwicePin):
    bind = forms.BooleanField(
        label="这是我自己的设备，以后在这里只输 PIN", required=False,
        help_text="共用电脑不要选。手机丢了，请在这里或请安全管理员（三员）解除。",
    )  # fmt: skip
    label = forms.CharField(label="设备名称", max_length=60, required=False, help_text="如：我的手机。")


class ClaimForm(TwicePin):
    """Who one is, at the poster of a ward."""

    name = forms.CharField(label="姓名", max_length=40)
    number = forms.CharField(
        label="工号，或手机后四位",
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )
    field_order = ["name", "number", "pin", "pin_again"]


class SharedForm(ui.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label="哪个科室的", empty_label="请选")
    label = forms.CharField(label="这台电脑叫什么", max_length=60, help_text="如：护士站左边第一台。")

    def __init__(self, *args: Any, wards: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = wards
        field.label_from_instance = lambda one: one.title


class StaffImportForm(ui.Form):
    file = forms.FileField(
        label="Excel 文件", help_text="先下载空表填写。科室没有的会自动添加。",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )  # fmt: skip
    partial = forms.BooleanField(label="有错的行先不管，只导入没有错的行", required=False)
