"""The few words that an act on a task asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from weian.foundation.org.models import Unit
from weian.foundation.people.models import Post
from weian.ground.duties.forms.records import long_text
from weian.ground.duties.models import Record
from weian.ground.duties.queries import posts_in
from weian.ui.api import DayInput, Form


class ReasonForm(Form):
    """A sentence why: for returning and exempting."""

    use_required_attribute = False
    why = long_text("理由", rows=2, max_length=500)


class NoteForm(Form):
    """A sentence that may stand beside an acceptance."""

    note = long_text("审核意见", rows=2, max_length=500, required=False)


class ExtensionForm(ReasonForm):
    """A later day, and why."""

    until = forms.DateField(label="延到哪天", widget=DayInput)
    field_order = ("until", "why")


class DecisionForm(Form):
    """Grant or refuse what a unit asked for."""

    use_required_attribute = False
    grant = forms.ChoiceField(label="决定", choices=[("yes", "同意"), ("no", "不同意")], widget=forms.RadioSelect)
    why = long_text("理由", rows=2, max_length=500, required=False, help_text="不同意要写。")


class HelpForm(Form):
    """What the level above shall help with."""

    use_required_attribute = False
    text = long_text(
        "遇到什么困难，请上一级协调什么", max_length=2000,
        error_messages={"required": "请写清楚遇到什么困难、请上级协调什么。"},
    )  # fmt: skip


class HelpAnswerForm(Form):
    """What the level that has a request answers, or why it passes the request up."""

    use_required_attribute = False
    text = long_text(
        "答复", rows=2, max_length=2000,
        error_messages={"required": "请写答复；报上一级的，写为什么本级解决不了。"},
    )  # fmt: skip


class ReuseForm(Form):
    """An existing record of the unit that answers this task too."""

    use_required_attribute = False
    record = forms.ModelChoiceField(Record.objects.none(), label="已有的记录", empty_label="请选")

    def __init__(self, *args: Any, records: QuerySet[Record], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["record"], records, lambda one: f"{one.happened_on} {one.title}")


class PostForm(Form):
    """A post of the unit: for the routing of a domain, and for handing one task on."""

    use_required_attribute = False
    post = forms.ModelChoiceField(Post.objects.none(), label="岗位", empty_label="请选")

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["post"], posts_in(unit), lambda one: f"{one.unit.title} {one.title}")


class PatrolForm(Form):
    """To which kinds of places a patrol line of a notice speaks; those that it names are ticked."""

    use_required_attribute = False
    marks = forms.MultipleChoiceField(
        label="管哪几类部位", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选这一条管哪几类部位。"},
    )  # fmt: skip

    def __init__(self, *args: Any, marks: Sequence[tuple[str, str, bool]], **kwargs: Any) -> None:
        super().__init__(*args, initial={"marks": [code for code, _, named in marks if named]}, **kwargs)
        field: Any = self.fields["marks"]
        field.choices = [(code, title) for code, title, _ in marks]


def _offer(field: Any, rows: QuerySet[Any], label: Any) -> None:
    field.queryset, field.label_from_instance = rows, label
