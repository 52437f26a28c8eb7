"""Numbers without gaps or doubles: who takes the next number of a series holds its counter."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

C = TypeVar("C", bound=Model)


def following(counter: type[C], **series: Any) -> C:
    """The counter of the series (its row has `last`), one further; holds the row until the transaction ends."""
    row: Any = counter(**series)
    fields: list[Any] = [counter._meta.get_field(name) for name in series]
    columns, table = [field.column for field in fields], counter._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}, last) VALUES ({', '.join('%s' for _ in fields)}, 1)"
            f" ON CONFLICT ({', '.join(columns)}) DO UPDATE SET last = {table}.last + 1 RETURNING id, last",
            [getattr(row, field.attname) for field in fields],
        )
        row.pk, row.last = cursor.fetchone()
    found: C = row
    return found
