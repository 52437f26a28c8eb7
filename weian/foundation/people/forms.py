from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from weian.foundation.org.kinds import Level
from weian.foundation.people.models import Account


class NewPassword(forms.Form):
    """A password twice, checked by the rules of settings."""

    password = forms.CharField(
        label="口令", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    again = forms.CharField(
        label="再输一遍口令", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def account_to_be(self) -> Account:
        raise NotImplementedError

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.account_to_be())
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
        label="行政区划代码", min_value=110000, max_value=999999, help_text="GB/T 2260 的六位代码，如 220200。"
    )
    name = forms.CharField(label="您的姓名", max_length=40)
    username = forms.SlugField(label="账号", max_length=60, help_text="字母、数字、短横线。", initial="admin")
    field_order = ["commission", "level", "region", "name", "username", "password", "again"]

    def account_to_be(self) -> Account:
        return Account(username=self.cleaned_data.get("username", ""))


class FirstPasswordForm(NewPassword):
    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def account_to_be(self) -> Account:
        return self.account
