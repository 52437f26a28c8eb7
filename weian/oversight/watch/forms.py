from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django import forms

from weian.foundation.people.models import Person
from weian.ui import api as ui


class ExplainForm(ui.Form):
    use_required_attribute = False
    text = forms.CharField(label="当时的情况", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class RelookForm(ui.Form):
    use_required_attribute = False
    to = forms.ModelChoiceField(Person.objects.none(), label="请谁再查一次", empty_label=None)

    def __init__(self, *args: Any, people: Mapping[UUID, str], **kwargs: Any) -> None:
        """`people` by name and post."""
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Person]", self.fields["to"])
        field.queryset = Person.objects.filter(pk__in=people).order_by("sort_key")
        field.label_from_instance = lambda one: people[one.pk]  # type: ignore[method-assign, assignment]


class DropForm(ui.Form):
    use_required_attribute = False
    why = forms.CharField(label="为什么不必复核", max_length=300)
