"""Lists of inspections: keyset pages of 50, newest first."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q

from weian.foundation.audit import api as audit
from weian.foundation.people.api import May, Viewer
from weian.kernel import clock, keyset
from weian.programs.inspections import reach
from weian.programs.inspections.models import Inspection, InspectionQuerySet
from weian.programs.inspections.states import DONE, Status

PAGE, CEILING = 50, 10_000
VIEWS = {"": "全部", "mine": "我的", "planned": "待检查", "sign": "待确认", "held": "待审核公布", "done": "做完的"}
OPEN_TO_ME = (Status.PLANNED, Status.STARTED, Status.OBJECTED, Status.SIGNED, Status.REFUSED)


def page(viewer: Viewer, view: str, after: str) -> dict[str, Any]:
    """One page; an unknown view or key is the first page of all."""
    view = view if view in VIEWS else ""
    if view == "mine" or viewer.is_agency:
        # Members of a team may belong elsewhere: asked by their name alone, whatever the place.
        with audit.acting_as_system(reach.WHY):
            return _page(_mine(viewer), viewer, view, after)
    return _page(_narrowed(viewer, view), viewer, view, after)


def _mine(viewer: Viewer) -> InspectionQuerySet:
    if viewer.is_agency:
        found = Inspection.objects.filter(plan__agencies__contains=[viewer.unit.pk])
        unsealed: InspectionQuerySet = found.exclude(
            mode__in=["secret", "surprise"], status__in=[Status.PLANNED, Status.CANCELLED]
        )
        return unsealed
    return Inspection.objects.filter(team__overlap=list(viewer.persons)).exclude(status=Status.CANCELLED)


def _narrowed(viewer: Viewer, view: str) -> InspectionQuerySet:
    found = Inspection.objects.visible_to(viewer)
    if view == "planned":
        found = found.filter(status=Status.PLANNED)
    elif view == "sign":
        found = found.filter(status__in=[Status.SHOWN, Status.OBJECTED])
    elif view == "held":
        found = found.filter(status=Status.HELD, office=viewer.unit)
    elif view == "done":
        found = found.filter(status__in=DONE)
    return found


def _page(found: InspectionQuerySet, viewer: Viewer, view: str, after: str) -> dict[str, Any]:
    found = found.newest_first()
    total = found.order_by()[: CEILING + 1].count()
    rows = list(keyset.older(found, after).select_related("target", "office", "plan").defer("answers")[: PAGE + 1])
    shown = rows[:PAGE]
    key = keyset.key_of(shown[-1].made_at, shown[-1].uid) if len(rows) > PAGE else ""
    return {
        "views": [
            {"url": f"?view={code}" if code else "?", "label": label, "count": None, "is_here": code == view}
            for code, label in VIEWS.items()
            if not viewer.is_agency or code == ""
        ],
        "rows": [_row(one, viewer) for one in shown],
        "foot": {
            "next_url": "?" + urlencode({"view": view, "after": key}) if key else "",
            "total": min(total, CEILING), "total_is_floor": total > CEILING, "shown": len(shown),
        },
    }  # fmt: skip


def _row(one: Inspection, viewer: Viewer) -> dict[str, Any]:
    """Of a sealed one not even to its team more than that it is there: what it says is read after a name was left."""
    return {
        "one": one, "sealed": one.under_seal, "name": "" if one.under_seal else one.target.title,
        "title": one.plan.title if one.plan and not one.under_seal else "",
        "due": _due(one),
        "day": (one.started_at or one.made_at).astimezone(clock.SHANGHAI).date(),
        "mine": reach.in_team(viewer, one),
    }  # fmt: skip


def _due(one: Inspection) -> date | None:
    if one.status == Status.PLANNED and one.plan is not None:
        return one.plan.last_day
    return one.release_by if one.status == Status.HELD else None


def to_do(viewer: Viewer) -> int:
    """How many wait for this viewer: their own visits, and what their unit is to sign."""
    with audit.acting_as_system(reach.WHY):
        mine = Q(team__overlap=list(viewer.persons), status__in=OPEN_TO_ME)
        unit = Q(target=viewer.unit, status=Status.SHOWN) if viewer.may(May.SIGN_RECEIPT) else Q(pk=None)
        return Inspection.objects.filter(mine | unit)[:100].count()
