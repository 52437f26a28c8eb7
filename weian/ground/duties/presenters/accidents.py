"""Accident cards as pages draw them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from weian.foundation.people.api import May, Viewer, asks
from weian.ground.duties import access
from weian.ground.duties.models import Accident, AccidentRead, Obligation
from weian.kernel import keyset

PAGE, MOST = 50, 300


def listed(viewer: Viewer, after: str) -> dict[str, Any]:
    """A keyset page of cards, each with whether this person has read it."""
    found = Accident.objects.visible_to(viewer).select_related("unit").order_by("-made_at", "-uid")
    total = found.order_by().count()
    rows = list(keyset.older(found, after)[: PAGE + 1])
    shown = rows[:PAGE]
    read = _read(shown, viewer)
    key = keyset.key_of(shown[-1].made_at, shown[-1].uid) if len(rows) > PAGE else ""
    return {
        "menu_key": "tasks",
        "rows": [{"accident": one, "is_read": one.pk in read} for one in shown],
        "may_tell": viewer.may(May.ISSUE_NOTICE),
        "foot": {"next_url": "?" + urlencode({"after": key}) if key else "", "total": total, "shown": len(shown)},
    }


def of_task(obligation: Obligation, viewer: Viewer) -> list[dict[str, Any]]:
    """The cards that say why a task exists, each with whether this person has read it."""
    found = list(Accident.objects.visible_to(viewer).filter(obligations=obligation).order_by("-happened_on"))
    read = _read(found, viewer)
    return [{"accident": one, "is_read": one.pk in read} for one in found]


def context(accident: Accident, viewer: Viewer) -> dict[str, Any]:
    """All that `duties/accident.html` needs."""
    may_hang, _ = asks(access.check_can_tell_accident, viewer, accident)
    mine = AccidentRead.objects.filter(accident=accident, person=viewer.person).first()
    return {
        "menu_key": "tasks",
        "accident": accident,
        "mine": mine,
        "read_by": accident.reads.filter(person__unit__pos__range=(viewer.unit.pos, viewer.unit.end - 1)).count(),
        "may_hang": may_hang,
        "hung": set(accident.obligations.values_list("pk", flat=True)),
        "offered": offered(viewer) if may_hang else [],
    }


def offered(viewer: Viewer) -> list[Obligation]:
    """The obligations on which a card of the viewer's unit can be hung."""
    own = Obligation.objects.filter(issuer=viewer.unit).exclude(status=Obligation.Status.ANNULLED)
    return list(own.select_related("document").order_by("document", "order", "uid")[:MOST])


def _read(accidents: list[Accident], viewer: Viewer) -> set[Any]:
    rows = AccidentRead.objects.filter(accident__in=accidents, person=viewer.person)
    return set(rows.values_list("accident", flat=True)) if accidents else set()
