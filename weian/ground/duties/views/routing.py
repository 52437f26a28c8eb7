from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from weian.foundation.people.api import May, Refused
from weian.ground.duties.actions.routing import set_route
from weian.ground.duties.forms.acts import PostForm
from weian.ground.duties.presenters import routing as presenter
from weian.ground.duties.sight import viewer_of
from weian.ui import api as ui


@require_safe
def routing(request: HttpRequest) -> HttpResponse:
    """Which post handles what at the viewer's unit: proposed, corrected once and remembered."""
    viewer = viewer_of(request)
    if not viewer.may(May.ROUTE_TASKS):
        raise Http404
    return render(request, "duties/routing.html", presenter.context(viewer))


@require_POST
def correction(request: HttpRequest, domain: str) -> HttpResponse:
    """Correct the post of one domain."""
    viewer = viewer_of(request)
    if not viewer.may(May.ROUTE_TASKS) or domain not in presenter.domains(viewer):
        raise Http404
    form = PostForm(request.POST, unit=viewer.unit, prefix=domain)
    if form.is_valid():
        try:
            set_route(viewer.unit, domain, form.cleaned_data["post"], by=viewer)
        except Refused as refused:
            form.add_error("post", str(refused))
        else:
            ui.say_done(request, f"以后“{presenter.title_of(domain)}”的事都归{form.cleaned_data['post'].title}。")
            return redirect("routing")
    return render(request, "duties/routing.html", presenter.context(viewer, domain, form), status=422)
