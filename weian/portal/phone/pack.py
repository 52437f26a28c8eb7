"""What a phone takes along: the points, lists, words and work of one post, and no more of people than must be.

Names of colleagues are not in it, but for whom to call and, for a planned visit, whom a finding may name; it expires
(content phone/offline).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from weian.foundation.org.models import Unit
from weian.foundation.people import api as people
from weian.foundation.people.api import May, Viewer
from weian.ground.checklists import api as checklists
from weian.ground.checklists.api import Sheet
from weian.ground.hazards import api as hazards
from weian.ground.hazards.api import Hazard, Status
from weian.ground.registry import api as registry
from weian.ground.registry.api import Label, Subject
from weian.ground.rounds import api as rounds
from weian.kernel import clock
from weian.portal.desk.api import due_now
from weian.portal.phone import pack_visits
from weian.portal.phone.acts.hazards import round_of

MOST_POINTS, MOST_SHEETS, MOST_HAZARDS, MOST_UNITS, MOST_TASKS = 400, 80, 60, 400, 40
WHEN = {"shift": "本班", "daytime": "白天", "night": "夜间", "day": "今天", "week": "本周", "month": "本月"}
OWN = ("round", "self", "special")
ABOVE = ("inspect", "special")
TO_FIX = (Status.ASSIGNED, Status.RECTIFYING, Status.RETURNED)
TO_VERIFY = (Status.APPLIED, Status.FIXED)


def pack_of(viewer: Viewer) -> dict[str, Any]:
    """The pack as JSON. `tag` is a digest of all but its times: the same tag, nothing new."""
    points = [] if viewer.is_commission else _points(viewer)
    sheets = _sheets(viewer) if viewer.may(May.INSPECT) else []
    visits = pack_visits.visits_of(viewer)
    said: dict[str, Any] = {
        "post": str(viewer.appointment.uid), "unit": str(viewer.unit.pk),
        "above": viewer.is_commission, "may_report": viewer.may(May.REPORT_HAZARD),
        "may_inspect": viewer.may(May.INSPECT), "may_compare": viewer.may(May.GRADE_HAZARD),
        "points": [_point(one, viewer, sheets, labels) for labels in [_labels(points)] for one in points],
        "sheets": {one.ref: _told(one) for one in [*sheets, *pack_visits.sheets_of(visits)]},
        "own": [one.ref for one in sheets if not one.applies.tags],
        "types": [
            {"code": one.code, "title": one.title, "quick": one.quick} for one in hazards.types().values()
        ],
        "fire": hazards.FIRE, "desks": [list(one) for one in hazards.danger_numbers(viewer)],
        "hazards": _hazards(viewer),
        "tasks": _tasks(viewer, [reverse("rounds-mine"), *(pack_visits.url_of(one) for one in visits)]),
        "rounds": [] if viewer.is_commission else [_round(one) for one in rounds.rounds_for(viewer)],
        "units": _units(viewer) if viewer.is_commission else [],
        "visits": [pack_visits.told(one) for one in visits], **(pack_visits.words() if visits else {}),
    }  # fmt: skip
    tag = hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:32]
    now = clock.now()
    expires = now + people.limit("offline_pack").span
    return said | {"tag": f'"{tag}"', "made_at": now.isoformat(), "expires_at": expires.isoformat()}


def _points(viewer: Viewer) -> list[Subject]:
    """The own ones first, then the other places of the house: whoever walks past scans them as well."""
    mine = list(registry.points_for(viewer)[:MOST_POINTS])
    seen = {one.pk for one in mine}
    others = registry.subjects_of(viewer.unit).at_work().select_related("parent", "department")[:MOST_POINTS]
    for one in mine:
        one.is_mine = True
    return (mine + [one for one in others if one.pk not in seen])[:MOST_POINTS]


def _labels(points: Iterable[Subject]) -> dict[Any, str]:
    """Digests of the codes: a phone knows again what it scans, and cannot make up what it did not."""
    found = Label.objects.filter(subject__in=[one.pk for one in points], revoked_at=None)
    return {one.subject_id: hashlib.sha256(one.token.encode()).hexdigest() for one in found}


def _point(one: Subject, viewer: Viewer, sheets: list[Sheet], labels: dict[Any, str]) -> dict[str, Any]:
    marks = frozenset(one.marks)
    lists = [sheet for sheet in sheets if sheet.applies.tags and marks.intersection(sheet.applies.tags)]
    place = " ".join(part for part in (one.parent.name if one.parent else "", one.name) if part)
    return {
        "uid": str(one.pk), "name": one.name, "code": one.code, "place": place, "kind": one.kind,
        "mine": getattr(one, "is_mine", False), "label": labels.get(one.pk, ""), "stops": one.stops,
        "department": str(one.department_id) if one.department_id else "",
        "where": one.department.name if one.department else "",
        "sheets": [sheet.ref for sheet in lists], "reads": checklists.wants_readings(one),
    }  # fmt: skip


def _sheets(viewer: Viewer) -> list[Sheet]:
    wanted = frozenset(ABOVE if viewer.is_commission else OWN)
    found = checklists.sheets_for_visits(viewer.unit)
    return [one for one in found if not one.purposes or wanted.intersection(one.purposes)][:MOST_SHEETS]


def _told(sheet: Sheet) -> dict[str, Any]:
    """The sheet as the phone draws and judges it."""
    return sheet.model_dump(mode="json", exclude_defaults=True) | {"ref": sheet.ref, "version": sheet.version}


def _door(hazard: Hazard) -> str:
    if hazard.status in TO_FIX:
        return "fix"
    if hazard.status == Status.VERIFIED:
        return "close"
    return "verify" if hazard.status in TO_VERIFY else ""


def _hazards(viewer: Viewer) -> list[dict[str, Any]]:
    found = [one for one in hazards.falling_to(viewer, limit=MOST_HAZARDS) if _door(one)]
    terms = hazards.terms_of(found)
    return [_hazard(one, terms[one.pk]) for one in found]


def _hazard(one: Hazard, term: hazards.Term) -> dict[str, Any]:
    due = term.day or one.due
    return {
        "uid": str(one.pk), "no": one.no, "title": one.title, "place": one.place, "text": one.text[:300],
        "status": one.get_status_display(), "grade": one.get_grade_display(), "door": _door(one),
        "due": due.isoformat() if due else "", "term": term.note,
        "measure": one.measure[:300], "result": one.result[:300],
        "returned": one.return_reason[:200], "round": round_of(one), "url": reverse("hazard", args=[one.pk]),
    }  # fmt: skip


def _tasks(viewer: Viewer, elsewhere: Sequence[str]) -> list[dict[str, str]]:
    """What else is to be done today, with network; hazards, rounds and visits have a place of their own."""
    acts = [act for act in due_now(viewer) if act.url not in elsewhere]
    return [
        {"title": act.title, "url": act.url, "due": act.due.isoformat() if act.due else ""} for act in acts[:MOST_TASKS]
    ]


def _round(one: rounds.Round) -> dict[str, Any]:
    window = one.due.window
    return {
        "subject": str(one.subject.pk), "state": one.judged.state, "from": window.begin.isoformat(),
        "until": window.end.isoformat(), "when": WHEN.get(window.every, ""),
        "made": one.judged.made, "wanted": one.judged.wanted,
    }  # fmt: skip


def _units(viewer: Viewer) -> list[dict[str, str]]:
    below = Unit.objects.current().institutions().under(viewer.unit).order_by("pos")[:MOST_UNITS]
    return [{"uid": str(one.pk), "name": one.name} for one in below]
