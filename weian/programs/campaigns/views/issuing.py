"""The last step: what will go to whom, then sending it down; or giving it up."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from weian.foundation.documents import api as documents
from weian.foundation.people.api import Refused, proved
from weian.kernel.transitions import IllegalMove
from weian.programs.campaigns import api, queries
from weian.programs.campaigns.forms import WhyForm
from weian.programs.campaigns.models import Campaign
from weian.programs.campaigns.presenters import proposals as lines_shown
from weian.programs.campaigns.presenters.proposals import Names
from weian.programs.campaigns.states import ProposalState
from weian.programs.campaigns.views import pages
from weian.ui import api as ui


@require_http_methods(["GET", "POST"])
def issuing(request: HttpRequest, uid: UUID) -> HttpResponse:
    campaign = pages.draft_or_404(request, uid)
    if request.method == "GET":
        return _page(request, campaign) if campaign.is_draft else redirect("campaign", uid)
    try:
        api.publish(campaign, by=proved(request))
    except (Refused, IllegalMove) as refusal:
        return _page(request, campaign, said=str(refusal))
    if not campaign.dispatch.is_over:
        ui.say_done(request, "已签发，正在送到各单位；送到的单位现在就可以签收。")
        return redirect("dispatch", uid)
    ui.say_done(request, "已下发，各单位可以签收了。")
    return redirect("campaign", uid)


@require_POST
def discarding(request: HttpRequest, uid: UUID) -> HttpResponse:
    campaign = pages.draft_or_404(request, uid)
    form = WhyForm(request.POST, auto_id="discard-%s")
    if not form.is_valid():
        return _page(request, campaign, discard=form)
    try:
        api.discard(campaign, why=form.cleaned_data["why"], by=pages.viewer_of(request))
    except (Refused, IllegalMove) as refusal:
        return _page(request, campaign, said=str(refusal), discard=form)
    ui.say_done(request, "已标为不再下发，理由记在清单里。")
    return redirect("notices")


def _page(request: HttpRequest, campaign: Campaign, *, said: str = "", discard: WhyForm | None = None) -> HttpResponse:
    lines, names = queries.lines_of(campaign), Names.in_force()
    context = pages.shared(request, campaign, "issue", lines)
    context |= {
        "rows": lines_shown.rows([one for one in lines if one.status == ProposalState.ACCEPTED], names),
        "dropped": [one for one in lines if one.status == ProposalState.DROPPED], "said": said,
        "stages": list(campaign.stages.all()), "discard": discard or WhyForm(auto_id="discard-%s"),
    }  # fmt: skip
    context["copies"] = documents.copies_of(campaign.document)
    refused = bool(said or (discard and discard.errors))
    return render(request, "campaigns/issuing.html", context, status=422 if refused else 200)
