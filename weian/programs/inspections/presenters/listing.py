"""Lists of inspections: keyset pages of 50, newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Viewer, rows_for
from weian.ground.registry import api as registry
from weian.kernel import clock, keyset
from weian.programs.inspections import reach
from weian.programs.inspections.kinds import SEALED, Mode
from weian.programs.inspections.models import Inspection, InspectionQuerySet, Outcome
from weian.programs.inspections.states import DONE, Status

PAGE, CEILING = 50, 10_000
VIEWS = {
    "": "全部检查", "mine": "我的", "planned": "待检查", "sign": "待确认", "held": "待审核公布", "done": "做完的",
    "rounds": "日常巡查",
}  # fmt: skip
OPEN_TO_ME = (Status.PLANNED, Status.STARTED, Status.OBJECTED, Status.SIGNED, Status.REFUSED)


def page(viewer: Viewer, view: str, after: str, unit: str = "") -> dict[str, Any]:
    """One page; an unknown view or key is the first page of all."""
    view = view if view in VIEWS else ""
    if view == "mine" or viewer.is_agency:
        # Members of a team may belong elsewhere: asked by their name alone, whatever the place.
        with audit.acting_as_system(reach.WHY):
            return _page(_mine(viewer), viewer, view, after)
    only = _only(viewer, unit)
    found = _narrowed(viewer, view)
    if only is not None:  # what is under seal is not told by where it goes either
        found = found.filter(target=only).exclude(mode__in=list(SEALED), status__in=[Status.PLANNED, Status.CANCELLED])
    return _page(found, viewer, view, after, only)


def _only(viewer: Viewer, unit: str) -> Unit | None:
    """The inspected unit that a list is narrowed to, where the viewer may see it."""
    try:
        key = UUID(unit)
    except ValueError:
        return None
    return Unit.objects.filter(pk=key).within(viewer.scope.ranges).first()


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
    if view == "rounds":
        return found.filter(mode=Mode.ROUND)
    # Many a day: they have a list of their own, and the boards of rounds.
    found = found.exclude(mode=Mode.ROUND)
    if view == "planned":
        found = found.filter(status=Status.PLANNED)
    elif view == "sign":
        found = found.filter(status__in=[Status.SHOWN, Status.OBJECTED])
    elif view == "held":
        found = found.filter(status=Status.HELD, office=viewer.unit)
    elif view == "done":
        found = found.filter(status__in=DONE)
    return found


def _page(found: InspectionQuerySet, viewer: Viewer, view: str, after: str, only: Unit | None = None) -> dict[str, Any]:
    found = found.newest_first()
    total = found.order_by()[: CEILING + 1].count()
    rows = list(keyset.older(found, after).select_related("target", "office", "plan").defer("answers")[: PAGE + 1])
    shown = rows[:PAGE]
    places = registry.titles(one.subject for one in shown if one.subject is not None and not one.under_seal)
    along = {"unit": str(only.pk)} if only else {}
    key = keyset.key_of(shown[-1].made_at, shown[-1].uid) if len(rows) > PAGE else ""
    return {
        "views": [
            {"url": "?" + urlencode({"view": code} | along), "label": label, "count": None, "is_here": code == view}
            for code, label in VIEWS.items()
            if not viewer.is_agency or code == ""
        ],
        "only": {"title": only.title, "url": "?" + urlencode({"view": view})} if only else None,
        "rows": [_row(one, viewer, places) for one in shown],
        "foot": {
            "next_url": "?" + urlencode({"view": view, "after": key} | along) if key else "",
            "total": min(total, CEILING), "total_is_floor": total > CEILING, "shown": len(shown),
        },
    }  # fmt: skip


def _row(one: Inspection, viewer: Viewer, places: Mapping[UUID, str]) -> dict[str, Any]:
    """Of a sealed one not even to its team more than that it is there: what it says is read after a name was left."""
    about = one.plan.title if one.plan else places.get(one.subject, "") if one.subject else ""
    return {
        "one": one, "sealed": one.under_seal, "name": "" if one.under_seal else one.target.title,
        "title": "" if one.under_seal else about,
        "due": _due(one),
        "day": (one.started_at or one.made_at).astimezone(clock.SHANGHAI).date(),
        "mine": reach.in_team(viewer, one),
    }  # fmt: skip


def _due(one: Inspection) -> date | None:
    if one.status == Status.PLANNED and one.plan is not None:
        return one.plan.last_day
    return one.release_by if one.status == Status.HELD else None


@dataclass(frozen=True)
class Waiting:
    """What waits for a viewer. Of a sealed visit nothing but that it is there."""

    uid: UUID
    title: str
    meta: str
    due: date | None
    verb: str


def waiting_for(viewer: Viewer, limit: int) -> list[Waiting]:
    """Visits that the viewer is to make or to answer for, and what their unit is to sign."""
    with audit.acting_as_system(reach.WHY):
        if viewer.is_agency:
            return [_along(one) for one in _joint(viewer)[:limit]]
        found = rows_for(viewer, "inspections.waiting", lambda me: _open_to(me)[:limit], limit)
        return [_waiting(one, viewer) for one in found]


def _open_to(viewer: Viewer) -> QuerySet[Inspection]:
    mine = Q(team__overlap=sorted(viewer.persons), status__in=OPEN_TO_ME)
    unit = Q(target=viewer.unit, status=Status.SHOWN) if viewer.may(May.SIGN_RECEIPT) else Q(pk=None)
    found = Inspection.objects.filter(mine | unit).select_related("target", "office", "plan").defer("answers")
    return found.order_by("plan__last_day", "uid")


def _joint(viewer: Viewer) -> InspectionQuerySet:
    """Those that the agency is named in and of which it has not said its outcome, the nearest first."""
    said = Outcome.objects.filter(inspection=OuterRef("pk"), agency=viewer.unit)
    left = _mine(viewer).exclude(status__in=[Status.CANCELLED, Status.HELD]).filter(~Exists(said))
    found: InspectionQuerySet = left.select_related("target", "office", "plan").defer("answers")
    return found.order_by("plan__last_day", "uid")


def _along(one: Inspection) -> Waiting:
    ahead = one.status in (Status.PLANNED, Status.STARTED)
    meta = f"{one.office.title}的联合检查　{one.get_status_display()}"
    return Waiting(one.pk, one.target.title, meta, _due(one), "一起检查" if ahead else "登记处理结果")


def _waiting(one: Inspection, viewer: Viewer) -> Waiting:
    if one.under_seal:
        return Waiting(one.pk, "密封的检查", "打开要留名", _due(one), "打开")
    what = f"{one.get_mode_display()}　{one.plan.title}" if one.plan else one.get_mode_display()
    if not reach.in_team(viewer, one):
        return Waiting(one.pk, f"{one.office.title}来检查，请核对签字", what, None, "核对")
    verb = "去检查" if one.status == Status.PLANNED else "续办"
    return Waiting(one.pk, one.target.title, f"{what}　{one.get_status_display()}", _due(one), verb)
