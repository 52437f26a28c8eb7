from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from weian.foundation.people.models import Person
from weian.ui import api as ui


class ExplainForm(ui.Form):
    use_required_attribute = False
    text = forms.CharField(label="当时的情况", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class RelookForm(ui.Form):
    use_required_attribute = False
    to = forms.ModelChoiceField(Person.objects.none(), label="请谁再查一次", empty_label=None)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class DropForm(ui.Form):
    use_required_attribute = False
    why = forms.CharField(label="为什么不必复核", max_length=300)
