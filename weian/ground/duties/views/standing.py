"""Standing requirements, and activities that are counted by quarter."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Refused
from weian.ground.duties.actions.activities import record_activity
from weian.ground.duties.actions.adopting import adopt
from weian.ground.duties.forms.records import ActivityForm
from weian.ground.duties.models import AskKind
from weian.ground.duties.pack_schema import StandingPack, standing_packs
from weian.ground.duties.presenters import activities as activities_presenter
from weian.ground.duties.presenters import standing as presenter
from weian.ground.duties.sight import viewer_of
from weian.ground.duties.views.records import kept
from weian.ui import api as ui


@require_safe
def standing(request: HttpRequest) -> HttpResponse:
    """The packs that can be asked of units, and what stands for the viewer's own."""
    return render(request, "duties/standing.html", presenter.packs_context(viewer_of(request)))


@require_POST
def adoption(request: HttpRequest, pack: str) -> HttpResponse:
    """The viewer's commission asks a pack of the units below it."""
    viewer, found = viewer_of(request), _pack(pack)
    if not viewer.may(May.ISSUE_NOTICE):
        raise Http404
    try:
        adopt(found, by=viewer)
    except Refused as refused:
        context = presenter.packs_context(viewer) | {"clash": str(refused)}
        return render(request, "duties/standing.html", context, status=422)
    ui.say_done(request, f"“{found.name}”已对所辖单位提出。")
    return redirect("standing-pack", pack=found.code)


@require_safe
def pack(request: HttpRequest, pack: str) -> HttpResponse:
    """How the units stand to which a pack applies."""
    viewer, found = viewer_of(request), _pack(pack)
    if not viewer.scope.ranges:
        raise Http404
    context = presenter.units_context(found, viewer, request.GET.get("after", ""))
    return render(request, "duties/standing_pack.html", context)


@require_safe
def unit(request: HttpRequest, unit: UUID) -> HttpResponse:
    """What stands for one unit, what it has and what is missing."""
    viewer = viewer_of(request)
    if not viewer.scope.ranges:
        raise Http404
    found = get_object_or_404(Unit.objects.addressable().within(viewer.ranges), pk=unit)
    return render(request, "duties/standing_unit.html", presenter.unit_context(found))


@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """Activities by quarter and unit."""
    viewer = viewer_of(request)
    if not viewer.scope.ranges:
        raise Http404
    context = activities_presenter.context(viewer, request.GET.get("year", ""), request.GET.get("after", ""))
    return render(request, "duties/activities.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def activity(request: HttpRequest) -> HttpResponse:
    """Record one activity of the viewer's unit."""
    viewer = viewer_of(request)
    if not viewer.may(May.ANSWER_TASK) or viewer.is_commission:
        raise Http404
    form = ActivityForm(request.POST, request.FILES) if request.method == "POST" else ActivityForm()
    keep = partial(record_activity, by=viewer)
    if request.method == "POST" and form.is_valid() and kept(request, form, AskKind.ACTIVITY, keep):
        has_photo = bool(form.cleaned_data["photos"])
        ui.say_done(request, "已记下这次活动。" if has_photo else "已记下。补一张现场照片才计入次数。")
        return redirect("activities")
    context = {"menu_key": "tasks", "form": form, "unit": viewer.unit}
    return render(request, "duties/activity_form.html", context, status=422 if form.errors else 200)


def _pack(code: str) -> StandingPack:
    found = standing_packs().get(code)
    if found is None:
        raise Http404
    return found
