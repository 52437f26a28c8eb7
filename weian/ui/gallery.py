"""Sample data of the parts page: every part with an ordinary, a long and an empty case."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django import forms

from weian.kernel import clock
from weian.ui import entry
from weian.ui.drawing import MARKS
from weian.ui.icons import ICONS

_SAMPLES = Path(__file__).with_name("gallery.yaml")


class SampleForm(entry.Form):
    """Every kind of field."""

    title = forms.CharField(label="隐患", max_length=20, help_text="一句话，20字以内。")
    due = forms.DateField(label="整改期限", widget=entry.DayInput())
    unit = forms.ChoiceField(label="责任科室", choices=[("", "请选"), ("hq", "后勤保障科"), ("bw", "保卫科")])
    detail = forms.CharField(label="措施", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    grade = forms.ChoiceField(
        label="定级", choices=[("general", "一般"), ("large", "较大"), ("major", "重大")], widget=forms.RadioSelect
    )
    kinds = forms.MultipleChoiceField(
        label="凭据",
        choices=[("photo", "照片"), ("record", "测试记录"), ("sign", "维保签认")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    photo = forms.FileField(label="照片", required=False, help_text="每张最大20MB。")
    told = forms.BooleanField(label="已当面告知科室负责人", required=False)


def samples(page: str) -> dict[str, Any]:
    """Context of one page of the gallery. Raises KeyError for a page without samples."""
    data: dict[str, Any] = _from_now(yaml.safe_load(_SAMPLES.read_text(encoding="utf-8"))[page])
    if page == "board":
        return data | {"now": clock.now()}
    if page != "parts":
        return data
    refused = SampleForm({"title": "电缆桥架孔洞没有封堵" * 4, "due": "2026-02-30", "detail": "封堵孔洞"})
    return data | {"icons": sorted(ICONS), "grades": list(MARKS), "form": SampleForm(), "refused_form": refused}


def _from_now(value: Any) -> Any:
    match value:
        case {"in_hours": hours}:
            return clock.now() + timedelta(hours=hours)
        case {"in_days": days}:
            return clock.today() + timedelta(days=days)
        case dict():
            return {key: _from_now(inner) for key, inner in value.items()}
        case list():
            return [_from_now(inner) for inner in value]
    return value
