"""One view for every act that lies over a hazard; which one is said by the address."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from weian.foundation.people.api import Viewer
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.overlays import ACTS
from weian.ground.hazards.views.acts import act
from weian.ui import api as ui


@require_POST
def overlay(request: HttpRequest, uid: UUID, name: str) -> HttpResponse:
    chosen, key = ACTS[name], ui.sent_key(request) or uuid4()

    def deed(hazard: Hazard, said: dict[str, Any], viewer: Viewer) -> object:
        return chosen.deed(hazard, said, viewer, key)

    return act(request, uid, chosen.form, deed, chosen.done, files=chosen.files)
