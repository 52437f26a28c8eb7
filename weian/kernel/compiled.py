"""A question that many pages ask, compiled once by Django: afterwards only its values change.

Compiling a list over wide tables costs more than PostgreSQL needs to answer it. So a question is built with stand-ins
(values that occur nowhere else), and its SQL kept under a key that says everything on which its shape depends.

PostgreSQL, too, plans it once for each connection (prepared, with a generic plan): with the policies of row security
planning is dearer than answering. The plan cannot look at the stand-ins' values then; a question whose best plan
depends on how wide a place is says `planned=False`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any, Self, cast
from uuid import UUID

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from psycopg.sql import Literal

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
    """`sql` names each stand-in by its number in `stand_ins`; what never changes is written out in it."""

    sql: str
    stand_ins: tuple[Any, ...]
    rows: QuerySet[Any] | None = None
    compiler: Any = None
    converters: Mapping[int, Any] = field(default_factory=dict)

    def bound(self, values: Values) -> dict[str, Any]:
        """A number keeps the type by which the driver tells its size."""
        return {
            f"v{at}": type(one)(values[one]) if isinstance(one, int) else values[one]
            for at, one in enumerate(self.stand_ins)
        }


_kept: dict[Hashable, _Question | None] = {}


def rows(
    key: Hashable, values: Values, build: Callable[[], QuerySet[Any]], *, planned: bool = True, plan: str = ""
) -> list[Any]:
    """The rows of what `build` makes, with `values` in place of its stand-ins. Prefetches are not followed.

    `plan` names the settings under which it is planned, where they differ from the usual ones: each has its own plan.
    """
    question = _question(("rows", key, plan), values, lambda: _of_rows(build(), plan))
    if question is None or question.rows is None:
        return []
    found = _asked(question, values, planned)
    # What the compiler knows of the columns is shared; the connection is the thread's own.
    compiler = copy(question.compiler)
    compiler.connection = connection
    compiler.execute_sql = lambda *_, **__: [found]
    compiler.get_converters = lambda *_: question.converters
    query = copy(question.rows.query)
    query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
    read: Any = SimpleNamespace(db=question.rows.db, query=query, _known_related_objects={}, _fields=None)
    through: Any = question.rows._iterable_class
    return [*through(read)]


def first(key: Hashable, values: Values, build: Callable[[], Statement]) -> tuple[Any, ...]:
    """The first row of the SQL that `build` makes, with `values` in place of its stand-ins.

    Raises EmptyResultSet where Django knows that there is none.
    """
    question = _question(("first", key), values, lambda: (*build(), {}))
    if question is None:
        raise EmptyResultSet
    return _asked(question, values)[0]


def _question(key: Hashable, values: Values, make: Callable[[], tuple[str, Sequence[Any], Any]]) -> _Question | None:
    if key not in _kept:
        if len(_kept) >= _MOST:
            _kept.clear()
        try:
            _kept[key] = _written(values, *make())
        except EmptyResultSet:
            _kept[key] = None
    return _kept[key]


def _of_rows(found: QuerySet[Any], plan: str) -> tuple[str, Sequence[Any], dict[str, Any]]:
    compiler = found.query.get_compiler(using=found.db)
    sql, params = compiler.as_sql()
    converters = compiler.get_converters([one for one, _, _ in compiler.select[: compiler.col_count]])
    return (
        f"{sql} /* {plan} */" if plan else sql,
        params,
        {"rows": found, "compiler": compiler, "converters": converters},
    )


def _written(values: Values, sql: str, params: Sequence[Any], rest: Mapping[str, Any]) -> _Question:
    """What never changes becomes part of the text, so that a plan made once knows it."""
    connection.ensure_connection()
    stand_ins: list[Any] = []
    words = []
    for param in params:
        if isinstance(param, UUID | date | int) and param in values:
            if param not in stand_ins:
                stand_ins.append(param)
            words.append(f"%(v{stand_ins.index(param)})s")
        else:
            words.append(Literal(param).as_string(connection.connection).replace("%", "%%"))
    return _Question(sql.replace("%%", "%%%%") % tuple(words), tuple(stand_ins), **rest)


def _asked(question: _Question, values: Values, planned: bool = True) -> list[tuple[Any, ...]]:
    with _cursor(planned) as cursor:
        cursor.execute(question.sql, question.bound(values))
        return cast("list[tuple[Any, ...]]", cursor.fetchall())


def _cursor(planned: bool) -> Any:
    if not planned:
        return connection.cursor()
    # As connection.cursor() does, so that statements are counted and logged like all others.
    if connection.queries_logged:
        return connection.make_debug_cursor(cast("Any", _Telling(connection.connection)))
    return connection.make_cursor(cast("Any", psycopg.Cursor(connection.connection)))


class _Telling(psycopg.Cursor[Any]):
    """Says afterwards what it executed, as Django's own do: what is prepared is sent by its name alone."""

    def execute(self, query: Any, params: Any = None, **_: Any) -> Self:
        super().execute(query, params)
        told: Any = SimpleNamespace(query=psycopg.ClientCursor(self.connection).mogrify(query, params).encode())
        self._query = told
        return self
