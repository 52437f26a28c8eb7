"""A later deadline: asked for here, decided by somebody else."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from weian.foundation.people.api import Viewer
from weian.ground.hazards import forms
from weian.ground.hazards.actions.extending import ask_extension, decide_extension
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.views.acts import act
from weian.ground.hazards.views.record import seen
from weian.ui import api as ui


@require_POST
def extension(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(hazard: Hazard, said: dict[str, Any], viewer: Viewer) -> object:
        key = ui.sent_key(request) or uuid4()
        return ask_extension(hazard, uid=key, by=viewer, until=said["until"], reason=said["reason"])

    return act(request, uid, forms.ExtensionForm, deed, "已申请延期，批准之前期限不变。")


@require_POST
def decision(request: HttpRequest, uid: UUID, asked: UUID) -> HttpResponse:
    found = get_object_or_404(seen(request, uid).extensions, pk=asked)

    def deed(hazard: Hazard, said: dict[str, Any], viewer: Viewer) -> object:
        found.hazard = hazard
        return decide_extension(found, by=viewer, approve=said["approve"] == "yes", why=said["why"])

    return act(request, uid, forms.DecisionForm, deed, "已决定延期申请。")
