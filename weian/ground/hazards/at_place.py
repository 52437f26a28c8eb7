"""What the page of a place shows of hazards: those that are open there, and the door to report one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from weian.foundation.people.api import May, Viewer
from weian.ground.hazards.models import Hazard
from weian.ground.registry.api import Subject

SHOWN = 20


def report_url(subject: Subject, token: str) -> str:
    """The report with the place filled in."""
    return f"{reverse('hazard-new')}?{urlencode({'place': subject.name})}"


def may_report(subject: Subject, viewer: Viewer) -> bool:
    return viewer.may(May.REPORT_HAZARD) and viewer.unit.holds(subject.unit)


def card(subject: Subject, viewer: Viewer, token: str) -> dict[str, Any] | None:
    """Open hazards that name this place as where they are, nearest deadline first."""
    found = Hazard.objects.visible_to(viewer).open().filter(unit=subject.unit_id, place=subject.name)
    rows = list(found.by_deadline()[: SHOWN + 1])
    return {"rows": rows[:SHOWN], "more": len(rows) > SHOWN} if rows else None
