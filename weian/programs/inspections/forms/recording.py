"""What is looked at in one act, how and by which checklist: anything of one's own, or the place whose page it was."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from weian.foundation.org.api import Kind
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.foundation.tree import api as tree
from weian.ground.checklists import api as checklists
from weian.ground.registry import api as registry
from weian.programs.inspections.forms.offered import LOOKING, OWN_LOOKING, grouped, named
from weian.programs.inspections.kinds import OUTSIDE, Mode
from weian.ui import api as ui

BY_ITSELF = (Mode.ROUND, Mode.SELF, Mode.SPOT)


class NewForm(ui.Form):
    """A self-check, round or spot check of one's own making: where, and by which checklist."""

    use_required_attribute = False
    mode = forms.ChoiceField(label="方式", choices=[])
    unit = tree.UnitField(label="查哪里", empty_label="请选")
    sheet = forms.ChoiceField(label="检查表")
    subject = forms.ModelChoiceField(
        registry.Subject.objects.none(), label="外包、维保单位或它服务的点位", required=False, empty_label="不是",
        help_text="外包检查、维保到场要选。",
    )  # fmt: skip
    outside_signer = forms.CharField(label="维保人员姓名", required=False, max_length=40, help_text="维保到场要写。")

    def __init__(self, *args: object, viewer: Viewer, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        modes = [Mode.SPOT] if viewer.is_commission else [Mode.SELF, Mode.ROUND, Mode.SPOT, *OUTSIDE]
        mode, unit, sheet = (self.fields[name] for name in ("mode", "unit", "sheet"))
        assert isinstance(mode, forms.ChoiceField) and isinstance(sheet, forms.ChoiceField)
        assert isinstance(unit, tree.UnitField)
        mode.choices = [(one.value, one.label) for one in modes]
        kinds = [Kind.INSTITUTION] if viewer.is_commission else [Kind.INSTITUTION, Kind.DEPARTMENT]
        unit.among(Unit.objects.current().under(viewer.unit).filter(kind__in=kinds).order_by("pos"), viewer.unit)
        subject = self.fields["subject"]
        assert isinstance(subject, forms.ModelChoiceField)
        served = Q(kind=registry.Kind.PARTY) | Q(contractor__isnull=False)
        subject.queryset = (
            registry.Subject.objects.filter(served, unit=viewer.unit).in_use().order_by("sort_key", "uid")
        )
        if viewer.is_commission:
            del self.fields["subject"], self.fields["outside_signer"]
        sheet.choices = grouped(viewer, LOOKING if viewer.is_commission else OWN_LOOKING, others_too=True)


class PlaceForm(ui.Form):
    """A place is looked at: its unit walks a round, who stands above it makes a spot check."""

    use_required_attribute = False
    mode = forms.ChoiceField(label="方式")
    sheet = forms.ChoiceField(label="检查表")
    outside_signer = forms.CharField(label="维保人员姓名", required=False, max_length=40, help_text="维保到场要写。")

    def __init__(self, data: Any = None, *, viewer: Viewer, place: registry.Subject) -> None:
        modes = _modes(place) if place.unit_id == viewer.unit.pk else [Mode.SPOT]
        purpose = "inspect" if modes == [Mode.SPOT] else "round"
        proposed = checklists.sheets_at(place)
        self.proposed = sorted(proposed, key=lambda one: bool(one.purposes) and purpose not in one.purposes)
        super().__init__(data, initial={"mode": modes[0], "sheet": self.proposed[0].ref if self.proposed else ""})
        self.place = place
        mode, sheet = self.fields["mode"], self.fields["sheet"]
        assert isinstance(mode, forms.ChoiceField) and isinstance(sheet, forms.ChoiceField)
        mode.choices = [(one.value, one.label) for one in modes]
        sheet.choices = named([*self.proposed, *_opened_before(data, place, self.proposed)])
        if Mode.UPKEEP not in modes:
            del self.fields["outside_signer"]

    def clean(self) -> dict[str, Any]:
        return {**self.cleaned_data, "subject": self.place, "unit": self.place.department or self.place.unit}


def _modes(place: registry.Subject) -> list[Mode]:
    """How a unit looks at a place of its own."""
    if place.kind == registry.Kind.PARTY:
        return [*sorted(OUTSIDE)]
    return [*BY_ITSELF, *(sorted(OUTSIDE) if place.contractor_id else [])]


def _opened_before(data: Any, place: registry.Subject, proposed: list[checklists.Sheet]) -> list[checklists.Sheet]:
    """The version that is being filled in, though a newer one is proposed by now: what was answered is not lost."""
    ref = data.get("sheet", "") if data else ""
    if not ref or "\0" in ref or any(one.ref == ref for one in proposed):
        return []
    try:
        found = checklists.sheet(ref)
    except checklists.NoSuchSheet:
        return []
    return [found] if checklists.is_for(found, place.unit, frozenset(place.marks)) else []
