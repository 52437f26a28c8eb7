"""A question that many pages ask, compiled once by Django: afterwards only its values change.

Compiling a list over wide tables costs more than PostgreSQL needs to answer it. So a question is built with stand-ins
(values that occur nowhere else), and its SQL kept under a key that says everything on which its shape depends.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

_MOST = 2_000
_SPACE = 0x7765_6961_6E00_0000_0000_0000_0000_0000  # no version: gen_random_uuid() never makes one of these
_LOW = -7_100_000_000_000_000

Values = Mapping[Any, Any]
Statement = tuple[str, tuple[Any, ...]]


def uid(number: int) -> UUID:
    """A stand-in for a uid."""
    return UUID(int=_SPACE + number)


def day(number: int) -> date:
    """A stand-in for a day."""
    return date(1, 1, number)


def place(number: int) -> int:
    """A stand-in for a position in the tree."""
    return _LOW - number


def several(first: int, wanted: Sequence[UUID]) -> dict[UUID, UUID]:
    """Stand-ins for a list of uids, from number `first` on: a power of two of them, so that few shapes come to be."""
    if not wanted:
        return {}
    size = 1 << (len(wanted) - 1).bit_length()
    return {uid(first + at): wanted[min(at, len(wanted) - 1)] for at in range(size)}


@dataclass(frozen=True)
class _Question:
    sql: str
    params: tuple[Any, ...]
    rows: QuerySet[Any] | None = None
    compiler: Any = None


_kept: dict[Hashable, _Question | None] = {}


def rows(key: Hashable, values: Values, build: Callable[[], QuerySet[Any]]) -> list[Any]:
    """The rows of what `build` makes, with `values` in place of its stand-ins. Prefetches are not followed."""
    question = _question(("rows", key), lambda: _of_rows(build()))
    if question is None or question.rows is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(question.sql, _bound(question, values))
        found = cursor.fetchall()
    # What the compiler knows of the columns is shared; the connection is the thread's own.
    compiler = copy(question.compiler)
    compiler.connection = connection
    compiler.execute_sql = lambda *_, **__: [found]
    query = copy(question.rows.query)
    query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
    read: Any = SimpleNamespace(db=question.rows.db, query=query, _known_related_objects={}, _fields=None)
    through: Any = question.rows._iterable_class
    return [*through(read)]


def statement(key: Hashable, values: Values, build: Callable[[], Statement]) -> Statement:
    """SQL and parameters of what `build` makes, with `values` in place of its stand-ins."""
    question = _question(("statement", key), lambda: _Question(*build()))
    if question is None:
        raise EmptyResultSet
    return question.sql, _bound(question, values)


def _question(key: Hashable, make: Callable[[], _Question]) -> _Question | None:
    if key not in _kept:
        if len(_kept) >= _MOST:
            _kept.clear()
        try:
            _kept[key] = make()
        except EmptyResultSet:
            _kept[key] = None
    return _kept[key]


def _of_rows(found: QuerySet[Any]) -> _Question:
    compiler = found.query.get_compiler(using=found.db)
    sql, params = compiler.as_sql()
    return _Question(sql, tuple(params), found, compiler)


def _bound(question: _Question, values: Values) -> tuple[Any, ...]:
    return tuple(_value(one, values) for one in question.params)


def _value(param: Any, values: Values) -> Any:
    """A number keeps the type by which the driver tells its size."""
    if isinstance(param, UUID | date):
        return values.get(param, param)
    if isinstance(param, int) and param in values:
        return type(param)(values[param])
    return param
