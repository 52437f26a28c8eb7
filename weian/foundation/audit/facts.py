"""The facts of an event as a person reads them: words for keys and codes, names for keys of records, hashes cut short.

What is stored stays as it is: the export and the page's own tooltip give it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet

from weian.foundation.audit.models import Event
from weian.foundation.audit.words import word_of
from weian.kernel import clock

Names = Mapping[str, str]
# By which facts an event names its record, the most telling first.
NAMING = ("title", "name", "no")
_UID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HASH = re.compile(r"[0-9a-f]{40,}")
_CODE = re.compile(r"\b[a-z][a-z0-9_]{2,39}\b")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_CUT, _MOST = 8, 8
# The digests of what was set apart say nothing to a reader.
_APART = "personal"


def uids_in(events: Iterable[Event]) -> set[UUID]:
    """Every key of a record that stands in the facts, whoever's it is."""
    return {UUID(found) for one in events for found in _UID.findall(str(one.facts))}


def codes_in(events: Iterable[Event]) -> set[str]:
    """What may be a code of the content: whoever knows the content says what it is called."""
    return {found for one in events for found in _CODE.findall(str(one.facts))}


def told_of(uids: Iterable[UUID], chains: QuerySet[Any, Any]) -> dict[str, str]:
    """What these chains call their records, the latest word first: who may read a chain reads it there."""
    named = Event.objects.filter(chain__in=chains, record__in=list(uids)).order_by("-at", "-seq")
    found: dict[str, str] = {}
    for uid, facts in named.values_list("record", "facts"):
        name = next((facts[key] for key in NAMING if isinstance(facts.get(key), str) and facts[key]), "")
        if name:
            found.setdefault(str(uid), name)
    return found


def in_words(event: Event, names: Names) -> str:
    """One line: 等级 一般；期限 2026-12-20；待整改 → 整改中."""
    facts = dict(event.facts)
    said = []
    if isinstance(facts.get("from"), str) and isinstance(facts.get("to"), str):
        was, now = (_value(event.kind, key, facts.pop(key), names) for key in ("from", "to"))
        said.append(f"{was} → {now}")
    for key, value in facts.items():
        word = word_of("facts", key)
        said.append(
            f"{word} 另存，这里只有哈希" if key == _APART else f"{word} {_value(event.kind, key, value, names)}"
        )
    return "；".join(said)


def _value(kind: str, key: str, value: Any, names: Names) -> str:
    match value:
        case None | "" | []:
            return "无"
        case bool():
            return "是" if value else "否"
        case {"from": was, "to": now}:
            return f"{_value(kind, key, was, names)} → {_value(kind, key, now, names)}"
        case dict():
            return "，".join(
                f"{word_of('facts', part)} {_value(kind, part, one, names)}" for part, one in value.items()
            )
        case [was, now] if key == "changed":
            return f"{_value(kind, key, was, names)} → {_value(kind, key, now, names)}"
        case list():
            shown = "、".join(_value(kind, key, one, names) for one in value[:_MOST])
            return f"{shown}等 {len(value)} 项" if len(value) > _MOST else shown
        case str():
            return _text(kind, key, value, names)
    return str(value)


def _text(kind: str, key: str, text: str, names: Names) -> str:
    if _UID.fullmatch(text):
        return names.get(text) or f"编号 {text[:_CUT]}"
    if _HASH.fullmatch(text):
        return f"{text[:_CUT]}…"
    if _MOMENT.match(text):
        return datetime.fromisoformat(text).astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")
    about, _, uid = text.partition(":")
    if _UID.fullmatch(uid):
        return f"{word_of('about', about)} {_text(kind, key, uid, names)}"
    if key == "confirmed":
        return word_of("ways", text)
    own = _choices(kind, "status" if key in ("from", "to") else key)
    return own.get(text) or _word_of_code(text) or names.get(text, text)


def _word_of_code(code: str) -> str:
    """Of the codes that several records share, and of kinds of records; empty for what only the content names."""
    return next((word for part in ("values", "about") if (word := word_of(part, code)) != code), "")


@cache
def _choices(kind: str, key: str) -> dict[str, str]:
    """What the record of this kind calls the codes of a field of its own."""
    for model in apps.get_models():
        if getattr(model, "audit_kind", "") == kind:
            try:
                field = model._meta.get_field(key)
            except FieldDoesNotExist:
                continue
            return {str(code): str(label) for code, label in getattr(field, "flatchoices", [])}
    return {}
