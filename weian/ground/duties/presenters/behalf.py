"""代录 as its page lists it: what waits for the unit's word first, then what was answered, the last first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q

from weian.foundation.people.api import Viewer, limit
from weian.ground.duties.behalf import LIMIT, overdue
from weian.ground.duties.models import Behalf, Record
from weian.ui import api as ui

MOST = 200


def context(viewer: Viewer, at: UUID | None = None, refusal: str = "") -> dict[str, Any]:
    """All that `duties/behalves.html` needs; `refusal` is shown at the one that could not be answered."""
    mine = Q(unit=viewer.unit) | Q(of=viewer.unit)
    found = Behalf.objects.within(viewer.ranges).filter(mine).select_related("unit", "by", "of", "answered_by")
    # Descending, PostgreSQL puts what has no answer first.
    shown = list(found.order_by("-answered_at", "-made_at")[:MOST])
    # Whoever says that it is so reads it here; what upper apps wrote stands behind its door.
    told = Record.objects.in_bulk([one.record for one in shown if one.kind == Record.audit_kind])
    rows = [
        {
            "one": one, "told": told.get(one.record), "late": overdue(one), "own": one.unit_id == viewer.unit.pk,
            "url": _url(one, viewer), "refusal": refusal if one.pk == at else "",
        }
        for one in shown
    ]  # fmt: skip
    return {"rows": rows, "limit": limit(LIMIT), "menu_key": "tasks"}


def _url(one: Behalf, viewer: Viewer) -> str:
    shown = ui.resolve(one.kind, one.record, viewer)
    return shown.url if shown else ""
