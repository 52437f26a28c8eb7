from __future__ import annotations

from typing import Any

from django import forms

from weian.foundation.org.models import Unit
from weian.ground.duties.models import Record
from weian.ground.hazards.models import Hazard
from weian.ui.entry import Form

MOST = 200


class ProblemForm(Form):
    """One problem of a report: a new hazard, or one that is there already."""

    use_required_attribute = False
    hazard = forms.ModelChoiceField(
        Hazard.objects.none(), label="是不是已有的隐患", required=False, empty_label="没有，登记一条新的"
    )
    department = forms.ModelChoiceField(Unit.objects.none(), label="科室", required=False, empty_label="不分科室")
    place = forms.CharField(label="地点", required=False, max_length=120)

    def __init__(self, data: Any = None, *, record: Record, order: int) -> None:
        super().__init__(data, auto_id=f"problem-{order}-%s")
        hazards: Any = self.fields["hazard"]
        newest = Hazard.objects.filter(unit=record.unit).open().order_by("-found_on", "uid")
        hazards.queryset = newest.filter(pk__in=list(newest.values_list("pk", flat=True)[:MOST]))
        departments: Any = self.fields["department"]
        departments.queryset = Unit.objects.current().under(record.unit).filter(kind="department")
