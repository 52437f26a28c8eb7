"""Signals as their pages draw them. Newest first always: no order by score, no figures of a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Viewer
from weian.ground.checklists import api as checklists
from weian.ground.hazards.models import Hazard
from weian.ground.registry import api as registry
from weian.kernel import keyset
from weian.oversight.watch import access, queries
from weian.oversight.watch.forms import DropForm, ExplainForm, RelookForm
from weian.oversight.watch.models import Signal
from weian.oversight.watch.pack_schema import rule
from weian.oversight.watch.states import SignalStatus

PAGE = 50
MINE, ASKED, UNIT, DONE = "mine", "asked", "unit", "done"
WAITING, OVER = (SignalStatus.SHOWN, SignalStatus.ASKED), (SignalStatus.SETTLED, SignalStatus.DROPPED)


def listed(viewer: Viewer, view: str, after: str) -> dict[str, Any]:
    decides = viewer.may(May.PLAN_INSPECTION) and not viewer.is_commission
    of_unit = {UNIT: "本单位可复核的", DONE: "复核过的"} if decides else {}
    known = {MINE: "我的检查", ASKED: "请我再查的", **of_unit}
    view = view if view in known else (MINE if view or not decides else UNIT)
    found = Signal.objects.visible_to(viewer)
    if view in (UNIT, DONE):
        found = found.filter(unit=viewer.unit, status__in=WAITING if view == UNIT else OVER)
    elif view == ASKED:
        found = found.filter(relook_by=viewer.person)
    else:
        found = found.filter(person=viewer.person, random=False)
    total = found.count()
    rows = list(
        keyset.older(found.order_by("-made_at", "-uid").select_related("person", "inspection"), after)[: PAGE + 1]
    )
    shown = rows[:PAGE]
    places = registry.titles([one.inspection.subject for one in shown if one.inspection.subject])
    key = keyset.key_of(shown[-1].made_at, shown[-1].uid) if len(rows) > PAGE else ""
    return {
        "views": [
            {"url": f"?view={code}", "label": label, "count": None, "is_here": code == view}
            for code, label in known.items()
        ],
        "view": view,
        "rows": [{"signal": one, "where": _where(one, places), "blind": _blind(one, viewer)} for one in shown],
        "of_unit": view in of_unit,
        "precision": queries.precision(viewer.unit) if view in of_unit else None,
        "may_estimate": viewer.may(May.PLAN_INSPECTION),
        "foot": {
            "next_url": "?" + urlencode({"view": view, "after": key}) if key else "",
            "total": total, "shown": len(shown),
        },
    }  # fmt: skip


def one(found: Signal, viewer: Viewer, forms: Mapping[str, Any]) -> dict[str, Any]:
    """Whoever is asked to look again sees where, not why nor whose check it was."""
    subject = found.inspection.subject
    blind = _blind(found, viewer)
    decides = not blind and access.can(access.check_can_decide, viewer, found)
    context: dict[str, Any] = {
        "signal": found,
        "blind": blind,
        "where": _where(found, registry.titles([subject]) if subject else {}),
        "sheet": _sheet(found.inspection.sheet),
        "threshold": rule("score"),
        "is_mine": found.person_id == viewer.person.pk,
        "may_settle": access.can(access.check_can_settle, viewer, found),
        "failed": forms.get("settle_form"),
    }
    if not blind and access.can(access.check_can_explain, viewer, found):
        context["explain_form"] = forms.get("explain_form") or ExplainForm(initial={"text": found.explained})
    if decides:
        context["drop_form"] = forms.get("drop_form") or DropForm()
    if decides and found.status == SignalStatus.SHOWN:
        people = queries.lookers(found.unit, but=found.person_id)
        context["relook_form"] = forms.get("relook_form") or RelookForm(people=people)
    return context


def unfound(unit: Unit, viewer: Viewer) -> dict[str, Any]:
    if unit.kind == org.Kind.COMMISSION:
        return {"unit": unit, "children": org.children_of(unit)}
    told = queries.unfound(unit)
    missed = Hazard.objects.visible_to(viewer).filter(pk__in=told.only_others).order_by("-found_on", "uid")
    return {
        "unit": unit,
        "told": told,
        "least": round(rule("least_both")),
        "is_below": unit.pk != viewer.unit.pk,
        "range": [round(told.estimate.low), round(told.estimate.high)] if told.enough else None,
        "unfound": round(told.estimate.unfound),
        "missed": missed.only("uid", "title", "place", "found_on", "status")[:PAGE],
    }


def _blind(found: Signal, viewer: Viewer) -> bool:
    return found.relook_by_id == viewer.person.pk and found.status == SignalStatus.ASKED


def _where(found: Signal, places: Mapping[Any, str]) -> str:
    return places.get(found.inspection.subject, "") or found.inspection.get_mode_display()


def _sheet(ref: str) -> str:
    try:
        return checklists.sheet(ref).title if ref else ""
    except checklists.NoSuchSheet:
        return ""
