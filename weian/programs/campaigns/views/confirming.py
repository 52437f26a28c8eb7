"""The working page: text of the notice left, one line after the other confirmed beside it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from weian.foundation.people.api import Refused
from weian.kernel.transitions import IllegalMove
from weian.programs.campaigns import api
from weian.programs.campaigns.forms import BulkForm, DropForm, ProposalForm, SplitForm
from weian.programs.campaigns.models import Campaign, Proposal
from weian.programs.campaigns.presenters.proposals import Names
from weian.programs.campaigns.views import pages
from weian.programs.campaigns.views.working import address_of, working_page
from weian.ui import api as ui


@require_GET
def proposals(request: HttpRequest, uid: UUID) -> HttpResponse:
    campaign = pages.draft_or_404(request, uid)
    if not campaign.is_draft:
        return redirect("campaign", uid)
    return working_page(request, campaign, wanted=request.GET.get("open", ""))


@require_POST
def bulk_acceptance(request: HttpRequest, uid: UUID) -> HttpResponse:
    """All certain lines (`certain`), or the chosen ones."""
    campaign = pages.draft_or_404(request, uid)
    if "certain" in request.POST:
        return _done(
            request, campaign, lambda: _told(api.accept_certain(campaign, by=pages.viewer_of(request)), "采纳")
        )
    form = _bulk_form(request, campaign)
    if not form.is_valid():
        return working_page(request, campaign, bulk=form)
    uids = form.cleaned_data["chosen"]
    return _done(
        request, campaign, lambda: _told(api.accept_chosen(campaign, uids, by=pages.viewer_of(request)), "采纳")
    )


@require_POST
def bulk_correction(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The same term, acceptor, domain or audience for all chosen lines."""
    campaign = pages.draft_or_404(request, uid)
    form = _bulk_form(request, campaign)
    if not form.is_valid():
        return working_page(request, campaign, bulk=form)
    uids, changes, by = form.cleaned_data["chosen"], form.changes(), pages.viewer_of(request)
    return _done(request, campaign, lambda: _told(api.bulk_correct(campaign, uids, changes, by=by), "改正"), bulk=form)


@require_POST
def acceptance(request: HttpRequest, uid: UUID, line: UUID) -> HttpResponse:
    """Take the line with whatever was corrected in it, and go on to the next open one."""
    campaign, proposal = _line(request, uid, line)
    form = ProposalForm(proposal, Names.in_force(), request.POST)
    if not form.is_valid():
        return working_page(request, campaign, wanted=str(line), edit=form)

    def act() -> str:
        api.accept(proposal, by=pages.viewer_of(request), changes=form.changes())
        return f"第 {proposal.number} 条已采纳。"

    return _done(request, campaign, act, proposal, edit=form)


@require_POST
def correction(request: HttpRequest, uid: UUID, line: UUID) -> HttpResponse:
    """Keep the corrections, decide later."""
    campaign, proposal = _line(request, uid, line)
    form = ProposalForm(proposal, Names.in_force(), request.POST)
    if not form.is_valid():
        return working_page(request, campaign, wanted=str(line), edit=form)

    def act() -> str:
        changed = api.correct(proposal, form.changes(), by=pages.viewer_of(request))
        return f"第 {proposal.number} 条已改正。" if changed else f"第 {proposal.number} 条没有改动。"

    return _done(request, campaign, act, proposal, stay=True, edit=form)


@require_POST
def splitting(request: HttpRequest, uid: UUID, line: UUID) -> HttpResponse:
    campaign, proposal = _line(request, uid, line)
    form = SplitForm(request.POST, auto_id=f"split{proposal.number}-%s")
    if not form.is_valid():
        return working_page(request, campaign, wanted=str(line), split=form)

    def act() -> str:
        made = api.split(proposal, form.cleaned_data["pieces"], by=pages.viewer_of(request))
        return f"第 {proposal.number} 条已拆成 {len(made)} 条。"

    return _done(request, campaign, act, proposal, split=form)


@require_POST
def dropping(request: HttpRequest, uid: UUID, line: UUID) -> HttpResponse:
    campaign, proposal = _line(request, uid, line)
    form = DropForm(request.POST, auto_id=f"drop{proposal.number}-%s")
    if not form.is_valid():
        return working_page(request, campaign, wanted=str(line), drop=form)

    def act() -> str:
        api.drop(proposal, reason=form.cleaned_data["reason"], by=pages.viewer_of(request))
        return f"第 {proposal.number} 条已舍弃。"

    return _done(request, campaign, act, proposal, drop=form)


@require_POST
def reopening(request: HttpRequest, uid: UUID, line: UUID) -> HttpResponse:
    campaign, proposal = _line(request, uid, line)

    def act() -> str:
        api.reopen(proposal, by=pages.viewer_of(request))
        return f"第 {proposal.number} 条已改回待确认。"

    return _done(request, campaign, act, proposal, stay=True)


def _line(request: HttpRequest, uid: UUID, line: UUID) -> tuple[Campaign, Proposal]:
    campaign = pages.draft_or_404(request, uid)
    lines = campaign.proposals.select_related("clause", "campaign__issuer", "campaign__document")
    return campaign, get_object_or_404(lines, pk=line)


def _done(
    request: HttpRequest, campaign: Campaign, act: Callable[[], str], proposal: Proposal | None = None, *,
    stay: bool = False, edit: Form | None = None, split: Form | None = None, drop: Form | None = None,
    bulk: Form | None = None,
) -> HttpResponse:  # fmt: skip
    """Act, say so, and show what comes next; a refusal stands above the lines and nothing typed is lost."""
    here = str(proposal.pk) if proposal else ""
    try:
        sentence = act()
    except (Refused, IllegalMove) as refusal:
        return working_page(
            request, campaign, wanted=here, refusal=str(refusal), edit=edit, split=split, drop=drop, bulk=bulk
        )
    after = None if stay else proposal
    if request.headers.get("HX-Request"):
        response = working_page(request, campaign, wanted=here if stay else "", after=after, sentence=sentence)
        for name, value in ui.done_headers(request).items():
            response[name] = value
        return response
    ui.say_done(request, sentence)
    return redirect(address_of(request, campaign, wanted=here if stay else "", after=after))


def _told(count: int, verb: str) -> str:
    return f"已{verb} {count} 条。" if count else f"没有可以{verb}的条目。"


def _bulk_form(request: HttpRequest, campaign: Campaign) -> BulkForm:
    return BulkForm(list(campaign.proposals.values_list("pk", flat=True)), Names.in_force(), request.POST)
