"""While a campaign runs and when it ends: its lists, its contact, its years, and what becomes permanent."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weian.foundation.people.api import Refused, asks
from weian.kernel.transitions import IllegalMove
from weian.programs.campaigns import access, api, queries
from weian.programs.campaigns.forms import ContactForm, ListsForm
from weian.programs.campaigns.models import Campaign
from weian.programs.campaigns.presenters import lines_done, words
from weian.programs.campaigns.views import pages
from weian.programs.campaigns.views.campaigns import campaign_page
from weian.ui import api as ui


@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The named lists of a campaign with their progress; the issuer names them and puts lines into them."""
    campaign, viewer = pages.campaign_or_404(request, uid), pages.viewer_of(request)
    names = [one.name for one in campaign.task_lists.all()]
    form = ListsForm(request.POST or None, initial={"names": "\n".join(names)})
    if request.method == "POST" and form.is_valid():
        lines = {line: request.POST.get(f"list_{line}", "") for line in campaign.proposals.values_list("pk", flat=True)}
        try:
            # A list that was struck out takes its lines with it.
            named = form.cleaned_data["names"]
            api.set_lists(campaign, named, {u: n if n in named else "" for u, n in lines.items()}, by=viewer)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            ui.say_done(request, "清单已存。")
            return redirect("task-lists", uid)
    found, whole = lines_done.lists(campaign, viewer)
    may, _ = asks(access.check_can_list, viewer, campaign)
    context = {"campaign": campaign, "lists": found, "whole": whole, "form": form, "may": may, "names": names}
    return render(request, "campaigns/lists.html", context, status=422 if form.errors else 200)


@require_POST
def contact(request: HttpRequest, uid: UUID) -> HttpResponse:
    campaign = pages.campaign_or_404(request, uid)
    form = ContactForm(request.POST, auto_id="contact-%s")
    if form.is_valid():
        try:
            api.hand_over_contact(campaign, by=pages.viewer_of(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            ui.say_done(request, "联系人已换，各单位的任务上都是新的联系人。")
            return redirect("campaign", uid)
    return campaign_page(request, campaign, contact_form=form)


@require_safe
def years(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Each year of a campaign beside the others, and what stands after its end."""
    campaign = pages.campaign_or_404(request, uid)
    rows = lines_done.years(campaign, pages.viewer_of(request))
    return render(request, "campaigns/years.html", {"campaign": campaign, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def closure(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The end of a campaign: line by line it is decided what becomes permanent."""
    campaign, said = pages.campaign_or_404(request, uid), ""
    if request.method == "POST":
        keep = {line: request.POST.get(f"every_{line}", "") for line in _chosen(request, campaign)}
        try:
            api.close(campaign, by=pages.viewer_of(request), keep=keep)
        except (Refused, IllegalMove) as refusal:
            said = str(refusal)
        else:
            more = f"{len(keep)} 条从明天起长期有效。" if keep else ""
            ui.say_done(request, f"已结束。逾期和未完成的任务仍然留在各单位名下。{more}")
            return redirect("campaign", uid)
    may, refusal_now = asks(access.check_can_close, pages.viewer_of(request), campaign)
    lines = [
        (line, words.term(line), str(line.pk) in request.POST.getlist("standing"),
         request.POST.get(f"every_{line.pk}", line.every or "P1Y"))
        for line in campaign.proposals.accepted().in_order().select_related("clause")
    ]  # fmt: skip
    context = {
        "campaign": campaign, "lines": lines, "periods": _periods(lines), "said": said,
        "may": may and campaign.status == api.CampaignState.ISSUED, "refusal": refusal_now,
    }  # fmt: skip
    return render(request, "campaigns/closure.html", context, status=422 if said else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def carrying(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Into a draft: lines of earlier campaigns that were not finished by all (?from= names the campaign)."""
    campaign, viewer, said = pages.draft_or_404(request, uid), pages.viewer_of(request), ""
    earlier = queries.visible_to(viewer).filter(issuer=viewer.unit).exclude(issued_at=None).order_by("-issued_at")[:20]
    wanted = request.POST.get("from", "") or request.GET.get("from", "")
    source = next((one for one in earlier if str(one.pk) == wanted), None)
    if request.method == "POST":
        try:
            made = api.carry_over(campaign, source or _no_source(), _chosen(request, source), by=viewer)
        except Refused as refusal:
            said = str(refusal)
        else:
            ui.say_done(request, f"已结转 {len(made)} 条，请逐条核对期限后采纳。")
            return redirect("proposals", uid)
    rows = []
    if source:
        found, _ = lines_done.lists(source, viewer)
        rows = [(line, done) for one in found for line, done in one.rows if done.owed and not done.is_complete]
    context = {"campaign": campaign, "earlier": earlier, "source": source, "rows": rows, "said": said}
    return render(request, "campaigns/carrying.html", context, status=422 if said else 200)


def _chosen(request: HttpRequest, campaign: Campaign | None) -> list[UUID]:
    """The ticked lines, as far as they belong to the campaign."""
    ticked = set(request.POST.getlist("standing")) | set(request.POST.getlist("line"))
    lines = campaign.proposals.accepted().values_list("pk", flat=True) if campaign else []
    return [uid for uid in lines if str(uid) in ticked]


def _no_source() -> Campaign:
    raise Refused("请先选从哪一项工作结转。")


def _periods(lines: list[tuple]) -> list[tuple[str, str]]:  # type: ignore[type-arg]
    """The usual cadences in their order, after odd ones that a line has."""
    usual = dict(words.PERIODS)
    odd = {line.every: words.cadence(line.every) for line, *_ in lines if line.every and line.every not in usual}
    return list((odd | usual).items())
