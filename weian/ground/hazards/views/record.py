from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from weian.foundation.people.api import Viewer
from weian.ground.hazards.forms import ActForm
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.presenters import record

RELATED = ("unit__parent", "department", "subject", "found_by", "found_from", "responsible", "responsible_post__unit")


@require_GET
def hazard(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One hazard: what it is, whose turn, what may be done now, what happened."""
    return page(request, seen(request, uid))


def seen(request: HttpRequest, uid: UUID) -> Hazard:
    """The hazard if this viewer may see it; absent and forbidden look alike."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found: Hazard = get_object_or_404(Hazard.objects.visible_to(viewer).select_related(*RELATED), pk=uid)
    return found


def page(request: HttpRequest, found: Hazard, refused: ActForm | None = None) -> HttpResponse:
    context = record.context(found, request.viewer, refused)  # type: ignore[attr-defined]
    if refused is not None and all(
        one["form"] is not refused for one in [*context["acts"], *context["asked_acts"], *context["more_acts"]]
    ):
        context["clash"] = [sentence for errors in refused.errors.values() for sentence in errors]
    return render(request, "hazards/record.html", context, status=200 if refused is None else 422)
