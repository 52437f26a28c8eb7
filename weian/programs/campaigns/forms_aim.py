"""适用于: the part of a form that says which institutions a line binds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms

from weian.ground.duties import api as duties
from weian.programs.campaigns.presenters.proposals import Names

AIM = ("to_types", "to_grades", "size")
_NO_INSTITUTION = "选了机构类型、等级或大小的，“派给”里要有医疗卫生机构。"


class AimFields(forms.Form):
    """Mixed into a form that has `to_kinds`; nothing chosen means every institution."""

    to_types = forms.MultipleChoiceField(label="机构类型", required=False, widget=forms.CheckboxSelectMultiple)
    to_grades = forms.MultipleChoiceField(label="等级", required=False, widget=forms.CheckboxSelectMultiple)
    size = forms.ChoiceField(label="小型机构", required=False, choices=duties.Size.choices, widget=forms.RadioSelect)

    if TYPE_CHECKING:
        cleaned_data: dict[str, Any]

    def offer(self, names: Names, types: Iterable[str] = (), grades: Iterable[str] = ()) -> None:
        """What can be chosen: what is known, and what the line has."""
        known = dict(names.types) | {code: code for code in types if code not in names.types}
        self.fields["to_types"].choices = list(known.items())  # type: ignore[attr-defined]
        self.fields["to_grades"].choices = [(one, one) for one in dict.fromkeys([*names.grades, *grades])]  # type: ignore[attr-defined]

    def check_aim(self, data: dict[str, Any]) -> None:
        if any(data.get(name) for name in AIM) and "institution" not in data.get("to_kinds", ["institution"]):
            self.add_error("to_kinds", _NO_INSTITUTION)

    @property
    def aim(self) -> list[forms.BoundField]:
        return [self[name] for name in AIM]

    @property
    def others(self) -> list[forms.BoundField]:
        """All fields beside those of `aim`."""
        return [one for one in self if one.name not in AIM]

    @property
    def is_aimed(self) -> bool:
        """Whether something is chosen, so that it is shown without a press."""
        return any(self[name].value() for name in AIM)
