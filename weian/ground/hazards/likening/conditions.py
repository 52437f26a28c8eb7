"""What a place must be for a question of 举一反三: on a list or of a type, and a field of it as a condition says.

A field that nobody filled in is neither so nor otherwise: whether such a place is meant, only its unit can tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from weian.ground.hazards.models import Alike
from weian.ground.registry import api as registry
from weian.kernel import clock

YES_NO = {"yes": ("是", True), "no": ("否", False)}
PAST = "past"


def offered() -> dict[str, str]:
    """All conditions that the register can answer, by code (type:field:value), in words."""
    found: dict[str, str] = {}
    for code, kind in registry.subject_types().items():
        for field in kind.fields:
            said = {
                "yes_no": {key: word for key, (word, _) in YES_NO.items()}, "day": {PAST: "已经过去"},
                "choice": {one: one for one in field.choices},
            }.get(field.kind, {})  # fmt: skip
            for value, word in said.items():
                found[f"{code}:{field.code}:{value}"] = f"{kind.title}：{field.title} {word}"
    return found


def parsed(codes: Sequence[str]) -> list[dict[str, str]]:
    return [dict(zip(("type", "field", "is"), one.split(":", 2), strict=True)) for one in codes]


def words_of(alike: Alike) -> list[str]:
    words = offered()
    codes = [f"{one['type']}:{one['field']}:{one['is']}" for one in alike.conditions]
    return [words.get(code, code) for code in codes]


def such(alike: Alike, of: str = "") -> Q:
    """Places (with `of`: hazards at places) that are meant for sure."""
    found = _meant(alike, of)
    for kind, fields in _by_type(alike).items():
        as_said = Q()
        for field, values in fields.items():
            as_said &= _is(field, values, of)
        found &= ~Q(**{f"{of}type": kind}) | as_said
    return found


def unclear_of(alike: Alike) -> Q:
    """Places that may be meant: nothing speaks against it, and a field of the conditions is empty."""
    found = Q(pk__in=[])
    for kind, fields in _by_type(alike).items():
        possible, empty = Q(), Q()
        for field, values in fields.items():
            left_out = ~Q(fields__has_key=field)
            possible &= _is(field, values) | left_out
            empty |= left_out
        found |= Q(type=kind) & possible & empty
    return _meant(alike) & found


def _meant(alike: Alike, of: str = "") -> Q:
    found = Q(**{f"{of}type__in": alike.place_types})
    for tag in alike.tags:
        found |= Q(**{f"{of}tags__contains": [tag]})
    return found


def _by_type(alike: Alike) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in alike.conditions:
        found[one["type"]][one["field"]].append(one["is"])
    return found


def _is(field: str, values: Sequence[str], of: str = "") -> Q:
    found = Q()
    for value in values:
        wanted: Any = YES_NO[value][1] if value in YES_NO else value
        key = f"{of}fields__{field}"
        found |= Q(**{f"{key}__lt": clock.today().isoformat()}) if value == PAST else Q(**{key: wanted})
    return found
