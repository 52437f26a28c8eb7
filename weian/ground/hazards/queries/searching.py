"""Hazards by words, through the one function that may search behind row security (config/sql/search.sql)."""

from __future__ import annotations

from django.db import connection

from weian.foundation.people.api import Viewer, rows_for
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.queries.lines import as_lines
from weian.kernel import compiled


def search(viewer: Viewer, words: str, *, limit: int) -> list[Hazard]:
    """Hazards in sight whose number, title, text or place has the words; open ones first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM weian_find_hazards(%s, %s, %s::int8multirange, %s, %s, %s)",
            [words, limit, _reach(viewer), viewer.person.uid, list(viewer.persons), viewer.post.pk],
        )
        keys = [row[0] for row in cursor.fetchall()]
    some = compiled.several(100, keys)
    found = rows_for(
        viewer, "hazards.found", lambda me: as_lines(Hazard.objects.visible_to(me).filter(pk__in=some)), len(some),
        values=some,
    )  # fmt: skip
    by_key = {one.pk: one for one in found}
    return [by_key[key] for key in keys if key in by_key]


def _reach(viewer: Viewer) -> str | None:
    """What the post works on, where that is less than its scope."""
    if viewer.ranges == viewer.scope.ranges:
        return None
    return "{" + ",".join(f"[{lo},{hi})" for lo, hi in viewer.ranges) + "}"
