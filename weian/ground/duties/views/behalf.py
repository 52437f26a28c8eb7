"""代录, for the unit to confirm; and for who wrote it, what became of it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from weian.foundation.people.api import Refused
from weian.ground.duties.actions.behalf import confirm, object_
from weian.ground.duties.behalf import check_can_answer_behalf
from weian.ground.duties.forms.acts import ReasonForm
from weian.ground.duties.models import Behalf
from weian.ground.duties.presenters import behalf as presenter
from weian.ground.duties.sight import viewer_of
from weian.ui import api as ui


@require_safe
def behalves(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def confirmation(request: HttpRequest, uid: UUID) -> HttpResponse:
    one = _own(request, uid)
    try:
        confirm(one, by=viewer_of(request))
    except Refused as refused:
        return _page(request, one, str(refused))
    ui.say_done(request, "已确认属实。")
    return redirect("behalves")


@require_POST
def objection(request: HttpRequest, uid: UUID) -> HttpResponse:
    one, form = _own(request, uid), ReasonForm(request.POST)
    try:
        object_(one, form.cleaned_data["why"] if form.is_valid() else "", by=viewer_of(request))
    except Refused as refused:
        return _page(request, one, str(refused))
    ui.say_done(request, "异议已记下，代录的人会看到；没有审核的，已退回本单位重办。")
    return redirect("behalves")


def _own(request: HttpRequest, uid: UUID) -> Behalf:
    """One of the viewer's own unit; anything else is not there."""
    one: Behalf = get_object_or_404(Behalf.objects.select_related("unit", "by", "of"), pk=uid)
    try:
        check_can_answer_behalf(viewer_of(request), one)
    except Refused as refused:
        raise Http404 from refused
    return one


def _page(request: HttpRequest, at: Behalf | None = None, refusal: str = "") -> HttpResponse:
    context = presenter.context(viewer_of(request), at.pk if at else None, refusal)
    return render(request, "duties/behalves.html", context, status=422 if refusal else 200)
