"""How far the sending has come, and the two acts of the issuer on it: hold, go on."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from weian.foundation.people.api import Refused, asks
from weian.kernel.transitions import IllegalMove
from weian.programs.campaigns import access, api
from weian.programs.campaigns.models import Dispatch
from weian.programs.campaigns.presenters.sending import sending
from weian.programs.campaigns.views import pages
from weian.ui import api as ui


@require_safe
def dispatch(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _page(request, uid)


@require_POST
def pausing(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _act(request, uid, api.pause, "已暂停。送到的单位照常签收和办理，没有送到的等您点“继续”。")


@require_POST
def resumption(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _act(request, uid, api.resume, "接着下发，从没有送到的单位开始。")


def _act(request: HttpRequest, uid: UUID, act: Callable[..., None], done: str) -> HttpResponse:
    campaign = pages.draft_or_404(request, uid)
    found = get_object_or_404(Dispatch.objects.select_related("campaign__issuer"), campaign=campaign)
    try:
        act(found, by=pages.viewer_of(request))
    except (Refused, IllegalMove) as refusal:
        return _page(request, uid, said=str(refusal))
    ui.say_done(request, done)
    return redirect("dispatch", uid)


def _page(request: HttpRequest, uid: UUID, *, said: str = "") -> HttpResponse:
    """The desk's own page; htmx takes the moving part out of it."""
    campaign = pages.draft_or_404(request, uid)
    now = sending(campaign)
    if now is None:
        raise Http404
    may, refusal = asks(access.check_can_steer, pages.viewer_of(request), now.dispatch)
    context = {
        "campaign": campaign, "document": campaign.document, "sending": now, "said": said, "may_steer": may,
        "steer_refusal": refusal,
    }  # fmt: skip
    return render(request, "campaigns/dispatch.html", context, status=422 if said else 200)
