"""Who used a checklist: what its page tells of inspections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Count

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.checklists import api as checklists
from weian.kernel import clock
from weian.programs.inspections.models import Inspection
from weian.programs.inspections.states import Status

SINCE = timedelta(days=365)


def fill() -> None:
    checklists.use("近一年的检查", used)


def used(refs: Sequence[str], viewer: Viewer, most: int) -> list[checklists.Use]:
    """The units that were inspected with the versions within a year, as far as the viewer sees their inspections."""
    done = Inspection.objects.visible_to(viewer).filter(sheet__in=list(refs), made_at__gte=clock.now() - SINCE)
    done = done.exclude(status__in=[Status.PLANNED, Status.CANCELLED])
    rows = done.order_by().values("target").annotate(times=Count("pk")).order_by("-times", "target")[:most]
    times = {row["target"]: row["times"] for row in rows}
    units = Unit.objects.in_bulk(times)
    return [checklists.Use(units[uid], count) for uid, count in times.items()]
