"""A question that many pages ask, compiled once by Django: afterwards only its values change.

Compiling a list over wide tables costs more than PostgreSQL needs to answer it. So a question is built with stand-ins
(values that occur nowhere else), and its SQL kept under a key that says everything on which its shape depends.

PostgreSQL, too, plans it once for each connection (prepared, with a generic plan): with the policies of row security
planning is dearer than answering. The plan cannot look at the stand-ins' values then; a question whose best plan
depends on how wide a place is says `planned=False`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, Self, cast
from uuid import UUID

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import JSONField, QuerySet
from django.db.models.expressions import Col
from django.db.models.query import ModelIterable
from psycopg.sql import Literal
from psycopg.types.datetime import TimestamptzLoader

from weian.kernel import instances

_MOST = 2_000
_SPACE = 0x7765_6961_6E00_0000_0000_0000_0000_0000  # no version: gen_random_uuid() never makes one of these
_LOW = -7_100_000_000_000_000

Values = Mapping[Any, Any]
Statement = tuple[str, tuple[Any, ...]]
Row = tuple[Any, ...]
Reader = Callable[[list[Row]], list[Any]]
_TEXT = re.compile("\ue000\\d+\ue001")
_STAND_IN = re.compile("\0(\\d+)\0")  # PostgreSQL holds no NUL


def uid(number: int) -> UUID:
    """A stand-in for a uid."""
    return UUID(int=_SPACE + number)


def day(number: int) -> date:
    """A stand-in for a day."""
    return date(1, 1, number)


def place(number: int) -> int:
    """A stand-in for a position in the tree."""
    return _LOW - number


def text(number: int) -> str:
    """A stand-in for words; what is asked for may also hold them somewhere (contains, startswith)."""
    return f"\ue000{number}\ue001"


def moment(number: int) -> datetime:
    """A stand-in for a moment."""
    return datetime(1, 1, number, tzinfo=UTC)


def several(first: int, wanted: Sequence[UUID]) -> dict[UUID, UUID]:
    """Stand-ins for a list of uids, from number `first` on: a power of two of them, so that few shapes come to be."""
    if not wanted:
        return {}
    size = 1 << (len(wanted) - 1).bit_length()
    return {uid(first + at): wanted[min(at, len(wanted) - 1)] for at in range(size)}


@dataclass(frozen=True)
class _Question:
    """`pieces` are the text, in which what never changes is written out, and between them numbers of `stand_ins`."""

    pieces: tuple[str, ...]
    stand_ins: tuple[Any, ...]
    sql: str  # as it is prepared, each stand-in by its number from $1 on
    read: Reader | None = None

    def bound(self, values: Values) -> list[Any]:
        return [_value(one, values) for one in self.stand_ins]

    def spelled(self, values: Values) -> str:
        """With the values written into it."""
        words = [Literal(one).as_string(connection.connection) for one in self.bound(values)]
        return "".join(words[int(piece)] if at % 2 else piece for at, piece in enumerate(self.pieces))


def _value(stand_in: Any, values: Values) -> Any:
    """A number keeps the type by which the driver tells its size; words in a pattern mean themselves."""
    if isinstance(stand_in, int):
        return type(stand_in)(values[stand_in])
    if isinstance(stand_in, str) and stand_in not in values:
        return _TEXT.sub(lambda found: connection.ops.prep_for_like_query(values[found[0]]), stand_in)
    return values[stand_in]


def _is_stand_in(param: Any, values: Values) -> bool:
    if isinstance(param, str):
        return any(found in values for found in _TEXT.findall(param))
    return isinstance(param, UUID | date | int) and param in values


_kept: dict[Hashable, _Question | None] = {}


def rows(
    key: Hashable, values: Values, build: Callable[[], QuerySet[Any]], *, planned: bool = True, plan: str = ""
) -> list[Any]:
    """The rows of what `build` makes, with `values` in place of its stand-ins. Prefetches are not followed.

    `plan` names the settings under which it is planned, where they differ from the usual ones: each has its own plan.
    """
    question = _question(("rows", key, plan), values, lambda: _of_rows(build(), plan))
    if question is None or question.read is None:
        return []
    return question.read(_asked(question, values, planned))


def first(key: Hashable, values: Values, build: Callable[[], Statement]) -> tuple[Any, ...]:
    """The first row of the SQL that `build` makes, with `values` in place of its stand-ins.

    Raises EmptyResultSet where Django knows that there is none.
    """
    question = _question(("first", key), values, lambda: (*build(), None))
    if question is None:
        raise EmptyResultSet
    return _asked(question, values)[0]


def count(key: Hashable, values: Values, build: Callable[[], QuerySet[Any]], *, planned: bool = True) -> int:
    """How many rows what `build` makes has; nothing is asked where Django knows that there are none."""
    question = _question(("count", key), values, lambda: _counting(build()))
    return int(_asked(question, values, planned)[0][0]) if question else 0


def _counting(found: QuerySet[Any]) -> tuple[str, Sequence[Any], None]:
    keys = found.values("pk")
    keys.query.clear_ordering()  # but for what is cut by it
    sql, params = keys.query.sql_with_params()
    return f"SELECT count(*) FROM ({sql}) AS counted", params, None


def _question(
    key: Hashable, values: Values, make: Callable[[], tuple[str, Sequence[Any], Reader | None]]
) -> _Question | None:
    if key not in _kept:
        if len(_kept) >= _MOST:
            _kept.clear()
        try:
            _kept[key] = _written(values, *make())
        except EmptyResultSet:
            _kept[key] = None
    return _kept[key]


def _of_rows(found: QuerySet[Any], plan: str) -> tuple[str, Sequence[Any], Reader]:
    compiler = found.query.get_compiler(using=found.db)
    sql, params = compiler.as_sql()
    return f"{sql} /* {plan} */" if plan else sql, params, _reader(found, compiler)


def _reader(found: QuerySet[Any], compiler: Any) -> Reader:
    """What makes of the rows what the queryset would."""
    converters = compiler.get_converters([one for one, _, _ in compiler.select[: compiler.col_count]])
    drawing = instances.drawing(compiler, found.db) if found._iterable_class is ModelIterable else None

    def read(rows: list[Row]) -> list[Any]:
        told: Iterable[Any] = _converted(rows, converters)
        if drawing:
            return drawing.of(told)
        # What the compiler knows of the columns is shared by all threads.
        through: Any = found._iterable_class
        own, query = copy(compiler), copy(found.query)
        own.execute_sql, own.get_converters = lambda *_, **__: [told], lambda *_: {}
        query.get_compiler = lambda *_, **__: own  # type: ignore[method-assign]
        return [*through(SimpleNamespace(db=found.db, query=query, _known_related_objects={}, _fields=None))]

    return read


def _converted(rows: list[Row], converters: Mapping[int, tuple[list[Any], Any]]) -> Iterable[Any]:
    """As the compiler does it, with the connection of this thread."""
    if not converters:
        return rows
    told = [list(row) for row in rows]
    for at, (through, expression) in converters.items():
        for convert in through:
            if _is_plain_json(convert, expression):
                for row in told:
                    row[at] = _from_json(row[at])
                continue
            for row in told:
                row[at] = convert(row[at], expression, connection)
    return told


def _is_plain_json(convert: Any, expression: Any) -> bool:
    field = getattr(convert, "__self__", None)
    return isinstance(field, JSONField) and field.decoder is None and isinstance(expression, Col)


_read = json.JSONDecoder().raw_decode


def _from_json(text: str | None) -> Any:
    """As the field reads it, without looking for blanks, of which PostgreSQL writes none around a value."""
    return None if text is None else [] if text == "[]" else _read(text)[0]


def _written(values: Values, sql: str, params: Sequence[Any], read: Reader | None) -> _Question:
    """What never changes becomes part of the text, so that a plan made once knows it."""
    connection.ensure_connection()
    stand_ins: list[Any] = []
    words = []
    for param in params:
        if _is_stand_in(param, values):
            if param not in stand_ins:
                stand_ins.append(param)
            words.append(f"\0{stand_ins.index(param)}\0")
        else:
            words.append(Literal(param).as_string(connection.connection))
    pieces = tuple(_STAND_IN.split(sql % tuple(words)))
    prepared = "".join(f"${int(piece) + 1}" if at % 2 else piece for at, piece in enumerate(pieces))
    return _Question(pieces, tuple(stand_ins), prepared, read)


def _asked(question: _Question, values: Values, planned: bool = True) -> list[Row]:
    if not planned:
        with connection.cursor() as cursor:
            cursor.execute(question.spelled(values))
            return cast("list[Row]", cursor.fetchall())
    with _cursor(question, values) as cursor:
        cursor.execute(question.sql, question.bound(values))
        return cast("list[Row]", cursor.fetchall())


def _cursor(question: _Question, values: Values) -> Any:
    """As connection.cursor() makes it, so that statements are counted and logged like all others."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    if connection.queries_logged:
        own = _Telling(connection.connection)
        own.told = question.spelled(values)
        return connection.make_debug_cursor(cast("Any", own))
    return connection.make_cursor(cast("Any", _Raw(connection.connection)))


class _Raw(psycopg.RawCursor[Any]):
    """Reads moments with the loader of the driver: a connection of Django is set to UTC as it is."""

    def __init__(self, to: Any) -> None:
        super().__init__(to)
        self.adapters.register_loader("timestamptz", TimestamptzLoader)


class _Telling(_Raw):
    """Says afterwards what it executed, as Django's own do: what is prepared is sent by its name alone."""

    told = ""

    def execute(self, query: Any, params: Any = None, **_: Any) -> Self:
        super().execute(query, params)
        self._query = cast("Any", SimpleNamespace(query=self.told.encode()))
        return self
