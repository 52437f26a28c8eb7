from __future__ import annotations

from django.http import HttpRequest

from weian.foundation.org import api as org
from weian.foundation.people.api import May
from weian.ground.experts.models import Appraisal, Assignment, Draw, Expert, Recusal, Stand
from weian.ui import api as ui


def register() -> None:
    for model in (Expert, Recusal, Appraisal, Draw, Assignment, Stand):
        org.positioned(model)
    ui.menu_item("draws", "抽取", "draws", "scissors", 44, _shown, under="inspections")


def _shown(request: HttpRequest) -> bool:
    """To commissions: hospitals are drawn, and come by a message or a link to what was opened."""
    viewer = getattr(request, "viewer", None)
    return bool(viewer and viewer.is_commission and viewer.scope.ranges and viewer.may(May.REPORT_HAZARD))
