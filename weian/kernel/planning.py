"""What PostgreSQL cannot know: how much of a table row security will leave."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

SET = "SELECT set_config(%s, %s, true)"  # what forbids a way of planning and allows it again


@contextmanager
def walked() -> Iterator[None]:
    """Read a page along the index of its order, instead of sorting all that it is cut from.

    The policy's range is read when the statement runs, so it is planned for half a per cent of the rows. Who sees a
    tenth of them and more gets a page of a million in milliseconds by walking, in seconds by sorting. Who sees few
    does better with sorting: this is only for sights known to be wide.
    """
    with _without("enable_sort"):
        yield


@contextmanager
def hashed() -> Iterator[None]:
    """Join whole sets with one another, instead of looking up one row after the other.

    For the same reason PostgreSQL takes thousands of units for twenty, and compares each with each. This is for
    questions about all units of a notice, never for a page of rows.
    """
    with _without("enable_nestloop"):
        yield


@contextmanager
def _without(way: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(SET, [way, "off"])
        yield
        cursor.execute(SET, [way, "on"])
