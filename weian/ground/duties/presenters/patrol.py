"""A patrol line on its page: how the rounds of its period stand, and the binding to points while there is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form

from weian.foundation.people.api import May, Viewer, asks
from weian.foundation.people.roles import WHOLE_UNIT
from weian.ground.duties import access, patrols
from weian.ground.duties.binding import cadence_of
from weian.ground.duties.forms.acts import PatrolForm
from weian.ground.duties.owed import Owed
from weian.ground.rounds import api as rounds


def context(one: Owed, viewer: Viewer) -> dict[str, Any] | None:
    """None where it is no patrol line, or nothing is to be looked at."""
    counted = patrols.tally(one)
    if counted is None or not (counted.rules or counted.wanted):
        return None
    wide = viewer.post.post_class in WHOLE_UNIT and viewer.reaches(one.unit)
    day = one.period_start or one.on
    return {
        "counted": counted, "url": patrols.day_url(one.unit.pk, day) if wide else "",
        "marks": "、".join(rounds.titles_of(counted.rules)),
        "since": max((row.since for row in counted.rules), default=None),
        "may_bind": not counted.rules and _may_bind(one, viewer),
    }  # fmt: skip


def acts(one: Owed, viewer: Viewer, bound: Mapping[str, Form]) -> list[dict[str, Any]]:
    """Bind the line to points, once."""
    counted = patrols.tally(one)
    if counted is None or counted.rules or not _may_bind(one, viewer):
        return []
    marks = patrols.marks_in(one)
    if not marks:
        return []
    return [{"name": "cadence", "label": "按这一条定巡查频次", "form": bound.get("cadence") or PatrolForm(marks=marks)}]


def _may_bind(one: Owed, viewer: Viewer) -> bool:
    return (
        viewer.may(May.MANAGE_PLACES)
        and asks(access.check_can_bind, viewer, one)[0]
        and bool(cadence_of(one.obligation))
    )
