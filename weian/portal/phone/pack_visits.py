"""The visits in the pack: what a person of a team needs at the door and in the basement. Covered while not opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from weian.foundation.people import api as people
from weian.foundation.people.api import Viewer
from weian.ground.checklists import api as checklists
from weian.ground.checklists.api import Sheet
from weian.ground.hazards import api as hazards
from weian.programs.inspections import api as inspections
from weian.programs.inspections.api import Along, Method

MOST_VISITS = 20


def visits_of(viewer: Viewer) -> list[Along]:
    return inspections.visits_along(viewer, opened_for=people.limit("offline_pack").span, limit=MOST_VISITS)


def sheets_of(found: Sequence[Along]) -> list[Sheet]:
    """The checklists of the visits; one that is gone is left out, and the visit is made without it."""
    refs = dict.fromkeys(along.one.sheet for along in found if along.one.sheet and not along.covered)
    sheets = []
    for ref in refs:
        try:
            sheets.append(checklists.sheet(ref))
        except checklists.NoSuchSheet:
            continue
    return sheets


def words() -> dict[str, Any]:
    """What a finding is told in; asked by visits alone."""
    return {
        "methods": [list(one) for one in Method.choices], "grades": [list(one) for one in hazards.Grade.choices],
        "questions": [[code, one.title] for code, one in inspections.questions().items()],
    }  # fmt: skip


def url_of(along: Along) -> str:
    return reverse("inspection", args=[along.one.pk])


def told(along: Along) -> dict[str, Any]:
    one, plan = along.one, along.one.plan
    assert plan is not None
    said: dict[str, Any] = {"uid": str(one.pk), "covered": along.covered, "last": plan.last_day.isoformat()}
    if along.covered:
        return said
    return said | {
        "name": one.target.title, "plan": plan.title, "mode": one.get_mode_display(), "sealed": one.sealed,
        "remote": one.mode == inspections.Mode.REMOTE,
        "first": plan.first_day.isoformat(), "focuses": plan.focuses, "sheet": one.sheet,
        "begun": one.status == inspections.Status.STARTED,
        "started_at": one.started_at.isoformat() if one.started_at else "",
        "answers": along.answers, "note": along.note, "url": url_of(along),
        "found": [{"uid": str(row.pk), "text": row.text[:200], "item": row.item} for row in along.found],
        "fixers": [
            [str(held.pk), f"{held.post.unit.title} {held.person.name}（{held.post.title}）"] for held in along.fixers
        ],
        "clauses": [[str(row.pk), f"{row.label} {row.heading or row.text}"[:40]] for row in along.clauses],
    }  # fmt: skip
