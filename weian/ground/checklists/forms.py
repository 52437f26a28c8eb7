"""What people type when they build a checklist."""

from __future__ import annotations

from typing import Any

from django import forms

from weian.foundation.org import api as org
from weian.ground.checklists.actions.importing import KINDS, PHOTOS, SEVERITIES, choices_in_words, choices_of
from weian.ground.checklists.pack_schema import domains, hazard_types
from weian.ground.checklists.schema import Item, Kind, Sheet, plain
from weian.ground.registry import api as registry
from weian.ui.api import Form

PURPOSES = {"round": "日常巡查", "self": "自查", "inspect": "督查检查", "special": "专项"}
UNIT_KINDS = {"institution": "医疗卫生机构", "commission": "卫生健康行政部门"}
LEVELS = {"province": "省级", "city": "市级", "county": "县级", "township": "乡级", "village": "村级"}
LIGHT = {"": "都用", "yes": "只给小型机构", "no": "不给小型机构"}


def _turned(words: dict[str, Any]) -> list[tuple[str, str]]:
    return [(str(value), word) for word, value in words.items()]


class TitleForm(Form):
    """A new list: its name."""

    use_required_attribute = False
    request_id = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(
        label="检查表名称", max_length=120, help_text="像“病区夜间消防巡查”这样，别人一看就知道查什么。"
    )


class HeadForm(Form):
    """What the list is for, and for whom."""

    use_required_attribute = False
    title = forms.CharField(label="检查表名称", max_length=120)
    purposes = forms.MultipleChoiceField(
        label="用来做什么", required=False, choices=list(PURPOSES.items()), widget=forms.CheckboxSelectMultiple
    )
    help = forms.CharField(
        label="给检查的人一句话", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    source = forms.CharField(label="依据", required=False, max_length=300)
    minutes = forms.IntegerField(label="大约几分钟做完", required=False, min_value=1, max_value=480)
    score = forms.ChoiceField(
        label="怎么算结果", choices=[("items", "按检查项和权重算得分"), ("sections", "按节算：节里没有不合格的算达标")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    domain = forms.ChoiceField(label="领域", required=False)
    kinds = forms.MultipleChoiceField(
        label="哪类单位", required=False, choices=list(UNIT_KINDS.items()), widget=forms.CheckboxSelectMultiple
    )
    levels = forms.MultipleChoiceField(
        label="哪级单位", required=False, choices=list(LEVELS.items()), widget=forms.CheckboxSelectMultiple
    )
    types = forms.MultipleChoiceField(label="哪种机构", required=False, widget=forms.CheckboxSelectMultiple)
    light = forms.ChoiceField(label="小型机构", required=False, choices=list(LIGHT.items()), widget=forms.RadioSelect)
    tags = forms.MultipleChoiceField(label="哪些部位", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, sheet: Sheet, data: Any = None) -> None:
        to = sheet.applies
        super().__init__(data, auto_id="head-%s", initial={
            "title": sheet.title, "purposes": sheet.purposes, "help": sheet.help, "source": sheet.source,
            "minutes": sheet.minutes, "score": sheet.score, "domain": sheet.domain, "kinds": to.kinds,
            "levels": to.levels, "types": to.types, "tags": to.tags,
            "light": "" if to.light is None else "yes" if to.light else "no",
        })  # fmt: skip
        self._choices("domain", [("", "不分"), *domains().items()])
        self._choices("types", [(one.code, one.name) for one in org.unit_types().values()])
        tags = {code: one.title for code, one in registry.place_tags().items()}
        # What a copied list already says stays choosable, though it is a type of place.
        types = {code: one.title for code, one in registry.subject_types().items() if code in to.tags}
        self._choices("tags", list((tags | types).items()))

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Fields of a Sheet."""
        said = self.cleaned_data
        found = {name: said[name] for name in ("title", "purposes", "help", "source", "minutes", "score", "domain")}
        light = {"yes": True, "no": False}.get(said["light"])
        return found | {
            "applies": {name: said[name] for name in ("kinds", "levels", "types", "tags")} | {"light": light}
        }


class SectionForm(Form):
    use_required_attribute = False
    title = forms.CharField(label="节名", max_length=120)
    help = forms.CharField(label="这一节的提示", required=False, max_length=500)


class ItemForm(Form):
    """One item. What does not belong to the chosen way of answering is left out, not refused."""

    use_required_attribute = False
    text = forms.CharField(
        label="检查内容", max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写成合格时的样子，像“安全出口从里面一推就开”。",
    )  # fmt: skip
    kind = forms.ChoiceField(label="怎么答", choices=_turned(KINDS), widget=forms.RadioSelect)
    low = forms.FloatField(label="下限", required=False, error_messages={"invalid": "下限要填数字。"})
    high = forms.FloatField(label="上限", required=False, error_messages={"invalid": "上限要填数字。"})
    unit = forms.CharField(label="单位", required=False, max_length=20)
    choices = forms.CharField(
        label="选项", required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "选项至少写两个，一行一个，不能相同。"},
        help_text="一行一个；算问题的在后面加“!”。",
    )  # fmt: skip
    photo = forms.ChoiceField(label="拍照", choices=_turned(PHOTOS), widget=forms.RadioSelect)
    required = forms.BooleanField(label="必须答", required=False)
    na = forms.BooleanField(label="可以选“不适用”", required=False)
    fault = forms.CharField(
        label="不合格时写成什么隐患", required=False, max_length=300, help_text="空着就写“不符合：检查内容”。"
    )
    title = forms.CharField(label="依据名称", required=False, max_length=120)
    number = forms.CharField(label="文号", required=False, max_length=60)
    clause = forms.CharField(label="条款", required=False, max_length=60)
    verified = forms.BooleanField(label="条款已和原文核对", required=False)
    help = forms.CharField(label="怎么查", required=False, max_length=500)
    method = forms.ChoiceField(label="方法", required=False, choices=[("", "不分"), *((m, m) for m in "听看查访")])
    hazard_type = forms.ChoiceField(label="隐患类别", required=False)
    severity = forms.ChoiceField(label="定级提示", required=False, choices=[("", "不提示"), *_turned(SEVERITIES)])
    weight = forms.FloatField(
        label="权重", min_value=0, max_value=100, error_messages={"invalid": "权重要填数字，例如 1。"}
    )
    section = forms.ChoiceField(label="放在哪一节")

    def __init__(self, sheet: Sheet, section: str, item: Item | None = None, data: Any = None) -> None:
        super().__init__(data, initial=_initial(section, item), auto_id=f"item-{item.code if item else 'new'}-%s")
        # Asked of a choice only; the page shows the field only then.
        self.fields["choices"].required = data is None or data.get("kind") == Kind.CHOICE
        self.fields["hazard_type"].choices = [("", "不分"), *hazard_types().items()]  # type: ignore[attr-defined]
        self.fields["section"].choices = [(one.code, one.title) for one in sheet.sections]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        low, high = said.get("low"), said.get("high")
        if said.get("kind") == Kind.READING and not {"low", "high"} & set(self.errors):
            if low is None and high is None:
                self.add_error("low", "读数要有下限或上限，至少填一个。")
            elif low is not None and high is not None and low > high:
                self.add_error("high", "上限不能小于下限。")
        if said.get("kind") == Kind.CHOICE and "choices" not in self.errors:
            found = [one["text"] for one in choices_of(said.get("choices", ""))]
            if len(found) < 2 or len(set(found)) < len(found) or "" in found:
                self.add_error("choices", "选项至少写两个，一行一个，不能相同。")
            elif max(map(len, found)) > 60 or len(found) > 20:
                self.add_error("choices", "最多 20 个选项，每个最多 60 个字。")
        return said

    def values(self) -> dict[str, Any]:
        """Fields of an Item, and the section where it is to stand."""
        said = self.cleaned_data
        found = {
            name: said[name]
            for name in (
                "text", "kind", "photo", "required", "na", "fault", "help", "method", "hazard_type", "severity",
                "weight", "section",
            )
        }  # fmt: skip
        reading = said["kind"] == Kind.READING
        found |= {name: said[name] if reading else None for name in ("low", "high")}
        found["unit"] = said["unit"] if reading else ""
        found["choices"] = choices_of(said["choices"]) if said["kind"] == Kind.CHOICE else []
        found["basis"] = {name: said[name] for name in ("title", "number", "clause", "verified")}
        return found


class NoteForm(Form):
    use_required_attribute = False
    note = forms.CharField(label="这一版改了什么", required=False, max_length=200)


class ImportForm(Form):
    use_required_attribute = False
    file = forms.FileField(
        label="Excel 文件", help_text="用导出的表改好再导入；草稿里的各节会换成表里的。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.xlsb,.ods"}),
    )  # fmt: skip


def _initial(section: str, item: Item | None) -> dict[str, Any]:
    if item is None:
        return {
            "kind": Kind.PASS.value, "photo": "fault", "required": True, "na": True, "weight": "1", "section": section
        }  # fmt: skip
    return {
        **item.model_dump(include={"text", "photo", "required", "na", "fault", "help", "method", "hazard_type",
                                   "severity", "unit"}),
        "kind": item.kind.value, "weight": plain(item.weight), "section": section,
        "low": "" if item.low is None else plain(item.low), "high": "" if item.high is None else plain(item.high),
        "choices": choices_in_words(item).replace("/", "\n"),
        **item.basis.model_dump(),
    }  # fmt: skip
