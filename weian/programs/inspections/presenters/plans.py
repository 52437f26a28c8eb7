from __future__ import annotations

from typing import Any

from weian.foundation.documents.api import Clause
from weian.foundation.org.models import Unit
from weian.foundation.people import api as people
from weian.foundation.people.api import Viewer, asks
from weian.ground.experts import api as experts
from weian.programs.inspections import access, below, reach, windows
from weian.programs.inspections.kinds import Method
from weian.programs.inspections.models import Inspection, Opening, Plan
from weian.programs.inspections.states import DONE

MOST = 500


def context(plan: Plan, viewer: Viewer) -> dict[str, Any]:
    """All that `inspections/plan.html` needs."""
    visits = list(Inspection.objects.filter(plan=plan).select_related("target").order_by("target__pos")[:MOST])
    for one in visits:
        one.plan = plan
    names = people.names_of([*plan.team])
    openings = Opening.objects.filter(plan=plan).select_related("person__unit").order_by("-opened_at")[:100]
    window = windows.window_of(plan.document, plan.clauses)
    return {
        "menu_key": "inspections",
        "plan": plan,
        "visits": [
            {
                "one": one, "may_see": reach.sees(viewer, one),
                "team": [names.get(uid, "") + ("（专家）" if uid in one.experts else "") for uid in one.team],
            }
            for one in visits
        ],
        "draw": experts.record_of(plan.draw, viewer) if plan.draw else None,
        "done": sum(one.status in DONE for one in visits),
        "team": [names.get(uid, "") + ("（专家）" if uid in plan.experts else "") for uid in plan.team],
        "methods": [Method(code).label for code in plan.methods],
        "sheet": below.sheet_of(plan.sheet) if plan.sheet else None,
        "clauses": Clause.objects.filter(pk__in=plan.clauses).order_by("order") if plan.clauses else [],
        "agencies": Unit.objects.filter(pk__in=plan.agencies) if plan.agencies else [],
        "warning": windows.warning(plan.first_day, plan.last_day, window),
        "openings": openings if plan.sealed else [],
        "may_change": asks(access.check_can_change_plan, viewer, plan)[0],
    }  # fmt: skip
