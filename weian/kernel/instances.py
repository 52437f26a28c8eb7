"""Rows into model instances as Django's ModelIterable makes them, with what it looks up for each row looked up once.

Django goes through the constructor of the model, field by field, asks of every column of a narrowed list whether it was
read, and tells signals that nobody hears. What a row is in the database it is here once, too: a document that stands
beside forty of its obligations is one instance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.db.models.base import ModelState
from django.db.models.signals import post_init, pre_init

Row = tuple[Any, ...] | list[Any]


@dataclass(frozen=True)
class _Related:
    """What select_related joins to a row. Of an outer join there may be nothing."""

    kind: _Kind
    key: int
    link: Callable[[Model, Model | None], None]
    link_back: Callable[[Model, Model], None]


@dataclass(frozen=True)
class _Kind:
    model: type[Model]
    start: int
    end: int
    names: tuple[str, ...]
    related: tuple[_Related, ...]


@dataclass(frozen=True)
class Drawing:
    """How one question's rows become instances."""

    kind: _Kind
    annotations: tuple[tuple[str, int], ...]
    db: str

    def of(self, rows: Iterable[Row]) -> list[Any]:
        known: dict[tuple[int, Any], Model] = {}
        found = []
        for row in rows:
            one = self._made(self.kind, row, known)
            for name, at in self.annotations:
                one.__dict__[name] = row[at]
            found.append(one)
        return found

    def _made(self, kind: _Kind, row: Row, known: dict[tuple[int, Any], Model]) -> Model:
        one = kind.model.__new__(kind.model)
        state = ModelState()
        state.db, state.adding = self.db, False
        one.__dict__.update(zip(kind.names, row[kind.start : kind.end], strict=True), _state=state)
        for related in kind.related:
            related.link(one, other := self._beside(related, row, known))
            if other is not None:
                related.link_back(other, one)
        return one

    def _beside(self, related: _Related, row: Row, known: dict[tuple[int, Any], Model]) -> Model | None:
        key = row[related.key]
        if key is None:
            return None
        name = related.key, key.int if type(key) is UUID else key  # a number is found faster
        one = known.get(name)
        if one is None:
            one = known[name] = self._made(related.kind, row, known)
        return one


def drawing(compiler: Any, db: str) -> Drawing | None:
    """What a compiled question draws; None where a model has its own way of being made."""
    kind = _kind(compiler.klass_info, compiler.select)
    if kind is None:
        return None
    return Drawing(kind, tuple((compiler.annotation_col_map or {}).items()), db)


def _kind(info: Mapping[str, Any], select: list[Any]) -> _Kind | None:
    model, columns = info["model"], info["select_fields"]
    if info.get("from_parent") or _has_own_way(model):
        return None
    start, end = columns[0], columns[-1] + 1
    names = tuple(one[0].target.attname for one in select[start:end])
    related = []
    for beside in info.get("related_klass_infos", ()):
        kind = _kind(beside, select)
        if kind is None:
            return None
        key = kind.start + kind.names.index(kind.model._meta.pk.attname)
        related.append(_Related(kind, key, beside["local_setter"], beside["remote_setter"]))
    return _Kind(model, start, end, names, tuple(related))


def _has_own_way(model: Any) -> bool:
    return (
        model.__init__ is not Model.__init__
        or model.from_db.__func__ is not Model.from_db.__func__  # type: ignore[attr-defined]
        or pre_init.has_listeners(model)
        or post_init.has_listeners(model)
    )
