from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weian.foundation.people.api import May, Refused, asks
from weian.ground.duties import access
from weian.ground.duties.actions import accidents as acts
from weian.ground.duties.forms.accidents import AccidentForm
from weian.ground.duties.models import Accident
from weian.ground.duties.presenters import accidents as presenter
from weian.ground.duties.sight import viewer_of
from weian.ui import api as ui


@require_safe
def accidents(request: HttpRequest) -> HttpResponse:
    """The cards that this person may read, newest first."""
    return render(request, "duties/accidents.html", presenter.listed(viewer_of(request), request.GET.get("after", "")))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A commission tells of an accident."""
    viewer = viewer_of(request)
    if not viewer.may(May.ISSUE_NOTICE):
        raise Http404
    form = AccidentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.tell_accident(acts.AccidentSpec(**form.cleaned_data), by=viewer)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            ui.say_done(request, "已录入。再选它挂在哪些要求上。")
            return redirect(made)
    context = {"form": form, "menu_key": "tasks"}
    return render(request, "duties/accident_new.html", context, status=422 if form.errors else 200)


@require_safe
def accident(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One card; for its keeper also the obligations on which it can be hung."""
    context = presenter.context(_found(request, uid), viewer_of(request))
    return render(request, "duties/accident.html", context)


@require_POST
def reading(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One tap from a task: it is read, and it is there."""
    found = _found(request, uid)
    acts.read_accident(found, by=viewer_of(request))
    return redirect(found)


@require_POST
def hanging(request: HttpRequest, uid: UUID) -> HttpResponse:
    """On exactly the chosen obligations."""
    viewer, found = viewer_of(request), _found(request, uid)
    if not asks(access.check_can_tell_accident, viewer, found)[0]:
        raise Http404
    wanted = set(request.POST.getlist("obligation"))
    chosen = [one for one in presenter.offered(viewer) if str(one.pk) in wanted]
    count = acts.hang_accident(found, chosen, by=viewer)
    ui.say_done(request, f"已挂在 {count} 条要求上，办这些任务的人一点就能看到。")
    return redirect(found)


def _found(request: HttpRequest, uid: UUID) -> Accident:
    return get_object_or_404(Accident.objects.visible_to(viewer_of(request)).select_related("unit"), pk=uid)
