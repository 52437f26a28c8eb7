"""What the page of a place shows of hazards: what is open, was before and came back; and the door to report one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from weian.foundation.people.api import May, Viewer
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.states import Status
from weian.ground.registry.api import Subject

SHOWN, PAST = 20, 10


def report_url(subject: Subject, token: str) -> str:
    """The report with the place filled in."""
    return f"{reverse('hazard-new')}?{urlencode({'subject': str(subject.pk)})}"


def may_report(subject: Subject, viewer: Viewer) -> bool:
    return viewer.may(May.REPORT_HAZARD) and viewer.unit.holds(subject.unit)


def card(subject: Subject, viewer: Viewer, token: str) -> dict[str, Any] | None:
    """Hazards of this place in sight: open ones by deadline, the last closed ones, and how many came back."""
    found = Hazard.objects.visible_to(viewer).at_place(subject).exclude(status=Status.MERGED)
    again = Q(recurrence_of__isnull=False) | Q(reopens__gt=0)
    closed = Q(status=Status.CLOSED)
    told = found.aggregate(all=Count("pk"), closed=Count("pk", filter=closed), again=Count("pk", filter=again))
    if not told["all"]:
        return None
    rows = list(found.open().by_deadline()[:SHOWN])
    past = list(found.closed().order_by("-closed_at", "uid")[:PAST])
    address = f"{reverse('hazards')}?{urlencode({'place': str(subject.pk)})}"
    return {
        "rows": rows, "open": told["all"] - told["closed"], "past": past, "closed": told["closed"],
        "again": told["again"], "url": address, "closed_url": f"{address}&view=closed",
    }  # fmt: skip
