from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from weian.programs.inspections import api
from weian.programs.inspections.forms.acts import ActForm
from weian.programs.inspections.models import Inspection
from weian.programs.inspections.presenters import record
from weian.programs.inspections.views.common import seen


@require_GET
def inspection(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One inspection: what it is, whose turn, what may be done now, what was found."""
    with seen(request, uid) as one:
        return page(request, one)


def page(request: HttpRequest, one: Inspection, refused: ActForm | None = None) -> HttpResponse:
    """Under seal only the cover is shown until the viewer has opened it and left a name."""
    viewer = request.viewer  # type: ignore[attr-defined]
    status = 200 if refused is None else 422
    if one.under_seal and one.plan is not None and api.opened_by(one.plan, viewer) is None:
        return render(request, "inspections/cover.html", {"plan": one.plan, "menu_key": "inspections"}, status=status)
    context = record.context(one, viewer, refused)
    if refused is not None and all(shown["form"] is not refused for shown in context["acts"]):
        context["clash"] = [sentence for errors in refused.errors.values() for sentence in errors]
    return render(request, "inspections/one.html", context, status=status)
