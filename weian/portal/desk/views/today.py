"""Home: today's acts of this post, soonest first; red items; what waits for others."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from weian.foundation.people.api import May, Viewer
from weian.ground.hazards import api as hazards
from weian.kernel import clock
from weian.portal.desk.acts import Act, acts_of

SHOWN = 12


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    acts = acts_of(viewer)
    day = clock.today()
    late = [act for act in acts if act.due and act.due < day]
    waits = _waits(viewer)
    context = {
        "day": day, "groups": grouped(acts, day), "total": len(acts), "late": len(late),
        "reds": _reds(viewer), "waits": waits, "may_report": viewer.may(May.REPORT_HAZARD),
        "may_issue": viewer.may(May.ISSUE_NOTICE),
    }  # fmt: skip
    return render(request, "desk/today.html", context)


def grouped(acts: list[Act], day: date) -> list[dict[str, Any]]:
    """Late, today, this week, later; the first act of all is the highlighted one."""
    week = day + timedelta(days=6 - day.weekday())
    groups = [
        ("已逾期", lambda due: due is not None and due < day, "件，先做"),
        ("今天", lambda due: due == day, "件"),
        ("本周", lambda due: due is not None and day < due <= week, "件"),
        ("以后", lambda due: due is not None and due > week, "件"),
        ("没有期限", lambda due: due is None, "件"),
    ]
    shown = []
    first = True
    for title, holds, unit in groups:
        mine = [act for act in acts if holds(act.due)]
        if not mine:
            continue
        rows = [vars(act) | {"is_next": first and not number} for number, act in enumerate(mine[:SHOWN])]
        first = False
        more = len(mine) - SHOWN
        shown.append({
            "title": title, "note": f"{len(mine)}{unit}", "acts": rows,
            "more": f"另有{more}件" if more > 0 else "", "more_url": reverse("tasks") if more > 0 else "",
        })  # fmt: skip
    return shown


def _reds(viewer: Viewer) -> list[dict[str, Any]]:
    return [
        {
            "kind": "重大隐患", "due": hazard.due, "since": "没有期限", "url": reverse("hazard", args=[hazard.pk]),
            "title": hazard.title, "meta": f"{hazard.unit.title} · {hazards.whose(hazard)}",
        }
        for hazard in hazards.major_open(viewer, limit=9)
    ]  # fmt: skip


def _waits(viewer: Viewer) -> list[dict[str, Any]]:
    return [
        {
            "title": f"{hazards.next_act(hazard)}：{hazard.title}", "url": reverse("hazard", args=[hazard.pk]),
            "meta": f"{hazards.whose(hazard)} · {hazard.unit.title}",
        }
        for hazard in hazards.waiting_on_others(viewer, limit=9)
    ]  # fmt: skip
