"""Whether what is said of a subject fits its type. Complaints stand at the field that they speak of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weian.foundation.people.api import Refused
from weian.ground.registry.pack_schema import SubjectType, TypedField, subject_types
from weian.kernel import sheets


class Wrong(Refused):
    """What was said does not fit; `errors` are sentences by field (`name`, `parent`, `field.<code>` …)."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("；".join(errors.values()))
        self.errors = dict(errors)


def type_of(code: str) -> SubjectType:
    found = subject_types().get(code)
    if found is None:
        raise Wrong({"type": "没有这个类型，请重新选。"})
    return found


def checked_fields(kind: SubjectType, said: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a type as they are kept: plain JSON, empty ones left out. Raises Wrong."""
    errors: dict[str, str] = {}
    kept: dict[str, Any] = {}
    for field in kind.fields:
        value = said.get(field.code)
        if value in (None, ""):
            if field.required:
                errors[f"field.{field.code}"] = f"{kind.title}的“{field.title}”还没有填。"
            continue
        try:
            kept[field.code] = _parse(field, value)
        except ValueError as refusal:
            errors[f"field.{field.code}"] = f"{field.title}：{refusal}"
    unknown = sorted(set(said) - {field.code for field in kind.fields})
    if unknown:
        errors["fields"] = f"{kind.title}没有这些登记项：{'、'.join(unknown)}。"
    if errors:
        raise Wrong(errors)
    return kept


def _parse(field: TypedField, value: Any) -> Any:
    if field.kind == "yes_no":
        return value if isinstance(value, bool) else sheets.yes_no()(value)
    if field.kind == "number":
        return sheets.number()(value)
    if field.kind == "whole":
        return sheets.integer(least=0)(value)
    if field.kind == "day":
        return sheets.day()(value).isoformat()
    if field.kind == "choice" and str(value) not in field.choices:
        raise ValueError(f"只能填：{'、'.join(field.choices)}。")
    return sheets.text(longest=200)(value)
