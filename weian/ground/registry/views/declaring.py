"""Of which types a unit's register is complete."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.ground.registry.actions.declaring import declare
from weian.ground.registry.models import Declared, Subject
from weian.ground.registry.pack_schema import hosted_by
from weian.ground.registry.views.common import managed_unit
from weian.ui import api as ui


class DeclaringForm(ui.Form):
    use_required_attribute = False
    types = forms.MultipleChoiceField(label="登记齐的类型", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, unit: Unit) -> None:
        standing = Declared.objects.filter(unit=unit).first()
        super().__init__(data, initial={"types": standing.types if standing else []})
        here = Counter(Subject.objects.filter(unit=unit).in_use().values_list("type", flat=True))
        field: Any = self.fields["types"]
        field.choices = [
            (code, f"{one.title}（{f'登记了 {here[code]} 处' if here[code] else '没有登记'}）")
            for code, one in hosted_by(unit.type).items()
        ]


@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: HttpRequest) -> HttpResponse:
    unit = managed_unit(request)
    form = DeclaringForm(request.POST or None, unit=unit)
    if request.method == "POST" and form.is_valid():
        try:
            declare(unit, form.cleaned_data["types"], by=request.viewer)  # type: ignore[attr-defined]
        except Refused as refusal:
            form.add_error("types", str(refusal))
        else:
            ui.say_done(request, "已记下。登记齐的类型里没有的，就是没有，举一反三不再问。")
            return redirect(f"{reverse('places')}?unit={unit.pk}")
    context = {"menu_key": "places", "here": unit, "form": form}
    return render(request, "registry/complete.html", context, status=422 if form.errors else 200)
