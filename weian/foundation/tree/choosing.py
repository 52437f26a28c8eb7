"""A unit is chosen: from a list where they are few, by its name where nobody can look through them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse

from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.kernel import keyset

FEW = 60  # units in a list that one looks through
OFFERED = 20  # names that are offered for what was typed


class _Typed(forms.TextInput):
    """A name, completed by the browser from what is found while typing."""

    template_name = "tree/typed_unit.html"

    def __init__(self, kinds: Iterable[str]) -> None:
        super().__init__({"maxlength": 120, "autocomplete": "off", "placeholder": "写名称或拼音首字母"})
        self.kinds = [*kinds]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        asked = "&".join([f"field={name}", *(f"kind={kind}" for kind in self.kinds)])
        context["widget"]["attrs"] |= {
            "list": f"{name}-found", "hx-get": f"{reverse('units-named')}?{asked}", "hx-target": "next datalist",
            "hx-trigger": "focus once, input changed delay:250ms",
        }  # fmt: skip
        return context | {"found": f"{name}-found"}


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the units given by `among`. Takes a uid or a name; cleans to a Unit. Nobody picks from a nation's list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Unit.objects.none(), **kwargs)
        self.many = False
        self.under: Unit | None = None

    def among(self, units: QuerySet[Unit], under: Unit) -> None:
        """Offer these, all of which stand at or under a node: as a list where they are few."""
        self.queryset, self.under = units, under
        self.many = len(units.values_list("pk")[: FEW + 1]) > FEW
        if self.many:
            self.widget = _Typed(units.order_by().values_list("kind", flat=True).distinct())

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)

    def prepare_value(self, value: Any) -> Any:
        if not self.many:
            return super().prepare_value(value)
        if isinstance(value, Unit):
            return value.name
        uid = keyset.uid(value)
        known = uid and self.queryset.filter(pk=uid).values_list("name", flat=True).first()  # type: ignore[union-attr]
        return known or value

    def to_python(self, value: Any) -> Unit | None:
        if not self.many or value in self.empty_values or keyset.uid(value):
            return super().to_python(value)
        assert self.under
        return named(str(value), self.queryset, self.under)  # type: ignore[arg-type]


def named(words: str, among: QuerySet[Unit], under: Unit) -> Unit:
    """The unit of these, all under a node, that is meant by a name, or by one with that of its parent in brackets.

    Raises ValidationError where none or several may be meant.
    """
    words = words.replace("\0", "").strip()  # PostgreSQL holds no NUL
    found = list(among.filter(name=words).select_related("parent")[:3])
    if not found and words.endswith("）"):
        name, _, parent = words[:-1].rpartition("（")
        found = list(among.filter(name=name, parent__name=parent).select_related("parent")[:3])
    if not found:
        meant = org.search_units(words, [under.span], limit=OFFERED)
        found = list(among.filter(pk__in=[one.pk for one in meant]).select_related("parent")[:3])
    if not found:
        raise forms.ValidationError("没有找到这个单位，或它不归您管。请写全称。")
    if len(found) > 1:
        told = "、".join(f"{one.parent.title if one.parent else ''}的{one.name}" for one in found)
        raise forms.ValidationError(f"有几个这样的单位：{told}。请写全称；同名的在后面括注上级单位。")
    return found[0]


def offered(words: str, under: Unit, kinds: list[str]) -> list[str]:
    """Names of units at and under a node for what was typed; with that of the parent where two are called the same."""
    units = org.search_units(words, [under.span], limit=OFFERED * 2) if words.strip() else org.children_of(under)
    fitting = [one for one in units if not kinds or one.kind in kinds][:OFFERED]
    names = [one.name for one in fitting]
    parents = Unit.objects.in_bulk([one.parent_id for one in fitting if names.count(one.name) > 1 and one.parent_id])
    return [f"{one.name}（{parents[one.parent_id].name}）" if one.parent_id in parents else one.name for one in fitting]
