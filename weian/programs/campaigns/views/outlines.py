"""The forms of campaigns: all of them, and one with the draft that a desk begins with."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weian.foundation.people.api import asks
from weian.programs.campaigns import access
from weian.programs.campaigns.pack_schema import campaign_outlines
from weian.programs.campaigns.presenters import outlines
from weian.programs.campaigns.views.pages import sees_nodes, viewer_of


@require_safe
def forms(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    context = {"menu_key": "notices", "rows": outlines.rows(viewer.unit), "sees_nodes": sees_nodes(viewer)}
    return render(request, "campaigns/forms.html", context)


@require_safe
def form(request: HttpRequest, code: str) -> HttpResponse:
    """One form as its draft would be read today. Raises Http404 for a code that the content does not have."""
    viewer = viewer_of(request)
    outline = campaign_outlines().get(code)
    if outline is None:
        raise Http404
    may, refusal = asks(access.check_can_read_in, viewer)
    context = {"menu_key": "notices", "shown": outlines.shown(outline, viewer.unit), "may": may, "refusal": refusal}
    return render(request, "campaigns/form.html", context)
