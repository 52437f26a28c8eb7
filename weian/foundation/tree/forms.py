from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from weian.foundation.org import api as org
from weian.foundation.org.kinds import INSIDE
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.foundation.people.models import Post
from weian.foundation.tree.access import UNDER
from weian.foundation.tree.choosing import named
from weian.foundation.tree.models import Act
from weian.kernel import clock
from weian.ui import api as ui

OFFERED = 200


class ChangeForm(ui.Form):
    """What every change is asked with. The other party is named in full: nobody picks from a nation's list."""

    act: ClassVar[Act]

    on = forms.DateField(label="生效日", widget=ui.DayInput(), help_text="今天及以前立即办；以后的到那天自动办。")
    why = forms.CharField(label="理由", max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    basis = forms.CharField(label="依据文件", max_length=200, required=False, help_text="文件名和文号。")

    def __init__(self, *args: Any, unit: Unit, by: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.by = unit, by
        self.fields["on"].initial = clock.today()
        if "other" in self.fields:
            self.fields["other"].widget.attrs["list"] = "offered"

    def offered(self) -> list[str]:
        """Names for the browser to complete, where they are few enough to help."""
        names = self._candidates().values_list("name", flat=True)[: OFFERED + 1]
        return list(names) if len(names) <= OFFERED else []

    def clean_other(self) -> Unit | None:
        name = self.cleaned_data["other"].strip()
        if not name:
            return None
        return named(name, Unit.objects.current().under(self.by.unit), self.by.unit)

    def asked(self) -> dict[str, Any]:
        """What `changing.ask` takes, from a form that was checked."""
        given = dict(self.cleaned_data)
        return {key: value for key, value in given.items() if value not in (None, "")}

    def _candidates(self) -> Any:
        return Unit.objects.current().under(self.by.unit).exclude(pk=self.unit.pk).order_by("pos")


class MoveForm(ChangeForm):
    act = Act.MOVE
    other = forms.CharField(label="新的上级", max_length=120, help_text="单位全称。")
    field_order = ["other", "on", "why", "basis"]

    def _candidates(self) -> Any:
        fitting = UNDER[org.Kind(self.unit.kind)]
        return super()._candidates().filter(kind__in=fitting).exclude(pk=self.unit.parent_id)


class MergeForm(ChangeForm):
    act = Act.MERGE
    other = forms.CharField(label="并入哪个单位", max_length=120, help_text="单位全称；它保留两边的历史。")
    field_order = ["other", "on", "why", "basis"]

    def _candidates(self) -> Any:
        return super()._candidates().filter(kind=self.unit.kind)


class CloseForm(ChangeForm):
    act = Act.CLOSE
    other = forms.CharField(
        label="没办完的交给", max_length=120, required=False, help_text="单位全称；都办完了就不用填。"
    )
    field_order = ["other", "on", "why", "basis"]

    def _candidates(self) -> Any:
        return super()._candidates().exclude(kind__in=INSIDE)


class RenameForm(ChangeForm):
    act = Act.RENAME
    name = forms.CharField(label="新名称", max_length=120)
    field_order = ["name", "on", "why", "basis"]


class SplitForm(ChangeForm):
    act = Act.SPLIT
    name = forms.CharField(label="分出去的单位叫什么", max_length=120)
    parts = forms.MultipleChoiceField(label="分出去的科室", required=False, widget=forms.CheckboxSelectMultiple())
    posts = forms.MultipleChoiceField(
        label="分出去的岗位", required=False, widget=forms.CheckboxSelectMultiple(),
        help_text="任职的人一起过去；在原单位还有别的岗位的人留下。",
    )  # fmt: skip
    field_order = ["name", "parts", "posts", "on", "why", "basis"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._parts = {str(one.pk): one for one in org.children_of(self.unit)}
        self._posts = {str(one.pk): one for one in Post.objects.filter(unit=self.unit, ended_on=None).order_by("title")}
        self.fields["parts"].choices = [(key, one.name) for key, one in self._parts.items()]  # type: ignore[attr-defined]
        self.fields["posts"].choices = [(key, one.title) for key, one in self._posts.items()]  # type: ignore[attr-defined]

    def clean_parts(self) -> list[Unit]:
        return [self._parts[key] for key in self.cleaned_data["parts"]]

    def clean_posts(self) -> list[Post]:
        return [self._posts[key] for key in self.cleaned_data["posts"]]


FORMS: dict[Act, type[ChangeForm]] = {
    form.act: form for form in (MoveForm, MergeForm, SplitForm, CloseForm, RenameForm)
}
