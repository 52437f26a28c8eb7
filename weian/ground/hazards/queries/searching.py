"""Hazards by words, through the one function that may search behind row security (config/sql/search.sql)."""

from __future__ import annotations

from django.db import connection

from weian.foundation.people.api import Viewer
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.queries.lines import as_lines


def search(viewer: Viewer, words: str, *, limit: int) -> list[Hazard]:
    """Hazards in sight whose number, title, text or place has the words; open ones first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM weian_find_hazards(%s, %s, %s::int8multirange, %s, %s, %s)",
            [words, limit, _reach(viewer), viewer.person.uid, list(viewer.persons), viewer.post.pk],
        )
        keys = [row[0] for row in cursor.fetchall()]
    found = as_lines(Hazard.objects.visible_to(viewer).filter(pk__in=keys)).in_bulk() if keys else {}
    return [found[key] for key in keys if key in found]


def _reach(viewer: Viewer) -> str | None:
    """What the post works on, where that is less than its scope."""
    if viewer.ranges == viewer.scope.ranges:
        return None
    return "{" + ",".join(f"[{lo},{hi})" for lo, hi in viewer.ranges) + "}"
