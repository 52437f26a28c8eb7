"""What PostgreSQL cannot know: how much of a table row security will leave."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def walked() -> Iterator[None]:
    """Read a page along the index of its order, instead of sorting all that it is cut from.

    The policy's range is read when the statement runs, so it is planned for half a per cent of the rows. Who sees a
    tenth of them and more gets a page of a million in milliseconds by walking, in seconds by sorting. Who sees few
    does better with sorting: this is only for sights known to be wide.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('enable_sort', 'off', true)")
        yield
        cursor.execute("SELECT set_config('enable_sort', 'on', true)")
