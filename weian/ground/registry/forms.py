"""A place as it is typed in: what every place has, and what its type asks."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from weian.foundation.org.models import Unit
from weian.foundation.people.api import posts_of
from weian.foundation.people.models import Post
from weian.ground.registry.checking import Wrong
from weian.ground.registry.kinds import Kind
from weian.ground.registry.models import Subject
from weian.ground.registry.pack_schema import SubjectType, TypedField, place_tags, tags_of_type
from weian.ui import api as ui

FIELD = "f_"


class SubjectForm(ui.Form):
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    name = forms.CharField(label="名称", max_length=80, help_text="写到别人找得到，如：门诊楼一层东侧配电室。")
    code = forms.CharField(label="编号", max_length=40, required=False)
    parent = forms.ModelChoiceField(Subject.objects.none(), label="位于", required=False, empty_label="直接在院内")
    department = forms.ModelChoiceField(Unit.objects.none(), label="科室", required=False, empty_label="不属于某个科室")
    post = forms.ModelChoiceField(Post.objects.none(), label="责任岗位", required=False, empty_label="科室里的岗位都管")
    contractor = forms.ModelChoiceField(Subject.objects.none(), label="服务单位", required=False, empty_label="没有")
    tags = forms.MultipleChoiceField(
        label="在哪些名录里", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="可以选几个；频次从严，名录各自统计。",
    )  # fmt: skip
    stops = forms.CharField(
        label="点位，按先后", required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="一行一个，写点位的名称或编号。",
    )  # fmt: skip

    def __init__(
        self, *args: Any, unit: Unit, kind: SubjectType, subject: Subject | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.kind, self.subject = unit, kind, subject
        self._choices()
        self.typed = [self._typed(one) for one in kind.fields]
        if kind.kind != Kind.ROUTE:
            del self.fields["stops"]
        if kind.kind == Kind.PARTY:
            del self.fields["contractor"], self.fields["parent"]
        if kind.needs_post:
            self.fields["post"].required = True
        if not self.is_bound:
            self.initial.update(self._present() if subject else {"tags": tags_of_type(kind.code)})
        ui.speak(self)

    def clean_stops(self) -> list[Subject]:
        lines = [line.strip() for line in self.cleaned_data["stops"].splitlines() if line.strip()]
        known: dict[str, list[Subject]] = {}
        for one in _in_use(self.unit).exclude(kind=Kind.ROUTE):
            for word in {one.name, one.code} - {""}:
                known.setdefault(word, []).append(one)
        found = []
        for line in lines:
            if len(known.get(line, [])) != 1:
                why = "叫这个名称的不止一个，请写编号" if line in known else "没有登记"
                raise forms.ValidationError(f"“{line}”{why}。")
            found.append(known[line][0])
        return found

    def said(self) -> dict[str, Any]:
        """What the actions take."""
        data = self.cleaned_data
        plain = ("name", "code", "parent", "department", "post", "contractor", "tags", "stops")
        fields = {
            one.code: data[FIELD + one.code] for one in self.kind.fields if data[FIELD + one.code] not in (None, "")
        }
        return {**{key: data[key] for key in plain if key in data}, "type": self.kind.code, "fields": fields}

    def refuse(self, wrong: Wrong) -> None:
        """Put each complaint of the action at its field."""
        for at, sentence in wrong.errors.items():
            name = FIELD + at.removeprefix("field.") if at.startswith("field.") else at
            self.add_error(name if name in self.fields else None, sentence)

    def _choices(self) -> None:
        fields: dict[str, Any] = self.fields
        places = _in_use(self.unit)
        own = {"pk": self.subject.pk} if self.subject else {}
        fields["parent"].queryset = (
            places.filter(kind=Kind.PLACE).exclude(**own) if own else places.filter(kind=Kind.PLACE)
        )
        fields["contractor"].queryset = places.filter(kind=Kind.PARTY)
        inside = Unit.objects.current().filter(pos__gt=self.unit.pos, pos__lt=self.unit.end, kind="department")
        fields["department"].queryset = inside
        fields["department"].label_from_instance = lambda one: one.title
        posts = posts_of(self.unit) if self.unit.kind != "commission" else []
        fields["post"].queryset = Post.objects.filter(pk__in=[one.pk for one in posts]).select_related("unit")
        fields["post"].label_from_instance = lambda one: f"{one.unit.title} {one.title}"
        fields["tags"].choices = [(one.code, one.title) for one in place_tags().values()]

    def _typed(self, one: TypedField) -> str:
        label = f"{one.title}（{one.unit}）" if one.unit else one.title
        rest: dict[str, Any] = {"label": label, "required": one.required, "help_text": one.help}
        made: forms.Field
        if one.kind == "choice":
            made = forms.ChoiceField(choices=[("", "请选"), *((c, c) for c in one.choices)], **rest)
        elif one.kind == "yes_no":
            made = forms.ChoiceField(choices=[("", "不清楚"), ("是", "是"), ("否", "否")], **rest)
        elif one.kind == "day":
            made = forms.DateField(widget=ui.DayInput, **rest)
        elif one.kind == "number":
            made = forms.DecimalField(**rest)
        elif one.kind == "whole":
            made = forms.IntegerField(min_value=0, **rest)
        else:
            made = forms.CharField(max_length=200, **rest)
        self.fields[FIELD + one.code] = made
        return FIELD + one.code

    def _present(self) -> dict[str, Any]:
        one = self.subject
        assert one is not None
        names = {str(uid): code or name for uid, code, name in _words_of(one.stops)}
        kept = {
            FIELD + key: "是" if value is True else "否" if value is False else value
            for key, value in one.fields.items()
        }
        return {
            "name": one.name, "code": one.code, "parent": one.parent_id, "department": one.department_id,
            "post": one.post_id, "contractor": one.contractor_id, "tags": one.tags,
            "stops": "\n".join(names[uid] for uid in one.stops if uid in names), **kept,
        }  # fmt: skip


class WhyForm(ui.Form):
    why = forms.CharField(label="原因", max_length=200)


class PlacesImportForm(ui.Form):
    file = forms.FileField(
        label="Excel 文件", help_text="先下载空表填写。楼栋写在它里面的房间前面。",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )  # fmt: skip
    partial = forms.BooleanField(label="有错的行先不管，只导入没有错的行", required=False)


def _words_of(stops: list[str]) -> Any:
    """How each stop is written in the form: by its number where it has one."""
    return Subject.objects.filter(pk__in=stops).values_list("pk", "code", "name")


def _in_use(unit: Unit) -> Any:
    return Subject.objects.filter(unit=unit, valid_to=None).order_by("sort_key", "uid")
