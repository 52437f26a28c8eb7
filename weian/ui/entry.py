"""Forms whose refusals are sentences: what is wrong, and what to write instead."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator


class DayInput(forms.DateInput):
    """A day, picked by the browser's own calendar; the value is always ISO."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class TimeInput(forms.DateTimeInput):
    """A moment, to the minute."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files of one name. Cleans to a list of uploaded files; refuses more than ``most``."""

    widget = _ManyFiles

    def __init__(self, *, most: int = 9, accept: str = "", **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)
        if accept:
            self.widget.attrs["accept"] = accept

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # type: ignore[type-arg]
        """Raises ValidationError when none is given where one must be, or too many are."""
        files = [one for one in data or [] if one]
        if len(files) > self.most:
            raise forms.ValidationError(f"一次最多 {self.most} 个文件，现在选了 {len(files)} 个。")
        if not files:
            super().clean(None, initial)
        return [super(FilesField, self).clean(one, initial) for one in files]


class ClearSentences:
    """Mixin for forms: replaces the framework's standard refusals by sentences that name the field.

    A message given by the field itself stays.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


def speak(form: Any) -> None:
    """Let every field of a form refuse in words; for who adds fields after the form was made."""
    for name, field in form.fields.items():
        _speak(field, field.label or name)


class Form(ClearSentences, forms.Form):
    """The form to start from."""


class ModelForm(ClearSentences, forms.ModelForm):  # type: ignore[type-arg]
    """The same over a model."""


def _speak(field: forms.Field, label: str) -> None:
    standard = type(field)().error_messages if not isinstance(field, forms.ModelChoiceField) else {}
    for code, sentence in _sentences(field, label).items():
        given = field.error_messages.get(code)
        if given is None or not standard or given == standard.get(code):
            field.error_messages[code] = sentence
    for validator in field.validators:
        _speak_limit(validator, label)


def _sentences(field: forms.Field, label: str) -> dict[str, str]:
    chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
    told = {
        "required": f"{label}还没有{'选' if chosen else '填'}。",
        "invalid_choice": f"{label}里没有这一项，请重新选。",
        "invalid_list": f"{label}没有选对，请重新选。",
    }
    if isinstance(field, forms.FileField):
        told |= {
            "required": f"{label}还没有选文件。",
            "empty": f"{label}选的是空文件，请换一个。",
            "missing": f"{label}没有传上来，请再选一次。",
            "invalid_image": f"{label}不是能打开的图片，请换 JPG 或 PNG。",
        }
    elif isinstance(field, forms.DateTimeField):
        told["invalid"] = f"{label}不是有效的时间，请写成 2026-11-23 09:00 这样。"
    elif isinstance(field, forms.DateField):
        told["invalid"] = f"{label}没有这一天，请写成 2026-11-23 这样。"
    elif isinstance(field, forms.IntegerField):
        told["invalid"] = f"{label}要填数字，例如 12。"
    return told


def _speak_limit(validator: Any, label: str) -> None:
    # Field validators are made per field instance, so changing their words touches no other form.
    if isinstance(validator, MaxLengthValidator):
        validator.message = f"{label}最多 %(limit_value)d 个字，现在 %(show_value)d 个。"
    elif isinstance(validator, MaxValueValidator):
        validator.message = f"{label}最大是 %(limit_value)s。"
    elif isinstance(validator, MinValueValidator):
        validator.message = f"{label}最小是 %(limit_value)s。"
