"""Numbers without gaps or doubles: the counter of a series is locked while its next number is taken."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model

C = TypeVar("C", bound=Model)


def following(counter: type[C], **series: Any) -> C:
    """The counter of the series (its row has `last`), one further; holds the row until the transaction ends."""
    table: Any = counter._default_manager
    table.bulk_create([counter(**series)], ignore_conflicts=True)
    row = table.select_for_update().get(**series)
    row.last += 1
    row.save(update_fields=["last"])
    found: C = row
    return found
