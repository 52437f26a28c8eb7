"""What was asked for a task – a later day, or none at all – as its page draws it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form

from weian.foundation.people.api import May, Viewer, asks
from weian.ground.duties import access
from weian.ground.duties.addresses import url_of_act
from weian.ground.duties.forms.acts import DecisionForm, ExtensionForm, ReasonForm
from weian.ground.duties.models import Relief
from weian.ground.duties.owed import Owed
from weian.ground.duties.queries import reliefs_of


def context(one: Owed, viewer: Viewer, bound: Mapping[str, Form]) -> dict[str, Any]:
    """`extended`: the last day granted; `asked`: what waits for a decision; `decision`: its form, or why not."""
    asked = reliefs_of(one.task) if one.task else []
    granted = [row for row in asked if row.decision == Relief.Decision.GRANTED and row.until]
    pending = next((row for row in asked if row.is_pending), None)
    return {
        "extended": granted[0] if granted else None,
        "reliefs": [row for row in asked if not row.is_pending],
        "asked": pending,
        "decision": _decision(one, viewer, pending, bound) if pending else None,
    }


def acts(one: Owed, viewer: Viewer, bound: Mapping[str, Form], waiting: Relief | None) -> list[dict[str, Any]]:
    """What the unit's desk may ask for now; nothing while a request is `waiting`."""
    if waiting or not (viewer.may(May.ROUTE_TASKS) and asks(access.check_can_ask_relief, viewer, one)[0]):
        return []
    found = [{"name": "exemption-asked", "label": "申请豁免", "form": bound.get("exemption-asked") or ReasonForm()}]
    if one.due is not None:
        found.insert(0, {"name": "extension", "label": "申请延期", "form": bound.get("extension") or ExtensionForm()})
    return found


def _decision(one: Owed, viewer: Viewer, pending: Relief, bound: Mapping[str, Form]) -> dict[str, Any]:
    may, why = asks(access.check_can_decide_relief, viewer, pending)
    if not may:
        return {"refusal": why}
    form = bound.get("decision") or DecisionForm(auto_id="decision-%s")
    return {"form": form, "url": url_of_act(one, "task-decision", pending.pk)}
