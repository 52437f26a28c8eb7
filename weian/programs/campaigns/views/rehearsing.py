"""预演: before issuing what it would cost and, above the budget, two signatures; afterwards what it did cost."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from weian.foundation.people.api import Refused, asks, proved
from weian.programs.campaigns import access, api
from weian.programs.campaigns.forms import WhyForm
from weian.programs.campaigns.models import Campaign
from weian.programs.campaigns.presenters import rehearsal as shown
from weian.programs.campaigns.views import pages
from weian.ui import api as ui


@require_safe
def rehearsal(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _page(request, pages.draft_or_404(request, uid))


@require_POST
def signature_request(request: HttpRequest, uid: UUID) -> HttpResponse:
    campaign = pages.draft_or_404(request, uid)
    form = WhyForm(request.POST, auto_id="budget-%s")
    if not form.is_valid():
        return _page(request, campaign, form=form)
    try:
        api.ask_signature(campaign, why=form.cleaned_data["why"], by=pages.viewer_of(request))
    except Refused as refusal:
        return _page(request, campaign, form=form, said=str(refusal))
    ui.say_done(request, "理由已记下，等本单位另一人会签。")
    return redirect("rehearsal", uid)


@require_POST
def countersignature(request: HttpRequest, uid: UUID) -> HttpResponse:
    campaign = pages.draft_or_404(request, uid)
    try:
        api.countersign(campaign, by=proved(request))
    except Refused as refusal:
        return _page(request, campaign, said=str(refusal))
    ui.say_done(request, "已会签，可以下发了。")
    return redirect("rehearsal", uid)


def _page(request: HttpRequest, campaign: Campaign, *, form: WhyForm | None = None, said: str = "") -> HttpResponse:
    viewer = pages.viewer_of(request)
    may_ask, refusal = asks(access.check_can_confirm, viewer, campaign)
    context = {
        "campaign": campaign, "document": campaign.document, "said": said, "may_ask": may_ask, "ask_refusal": refusal,
        "form": form or WhyForm(auto_id="budget-%s"), "shown": shown.shown(campaign, viewer),
    }  # fmt: skip
    refused = bool(said or (form and form.errors))
    return render(request, "campaigns/rehearsal.html", context, status=422 if refused else 200)
