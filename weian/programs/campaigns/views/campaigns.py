"""The list of campaigns, and one campaign: stages, receipts, what is asked, how far the units are."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from weian.foundation.documents import api as documents
from weian.foundation.people.api import Refused, asks, names_of
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.programs.campaigns import access, api, pack_schema, queries
from weian.programs.campaigns.forms import ContactForm, EventForm, StageForm
from weian.programs.campaigns.models import Campaign
from weian.programs.campaigns.presenters import asked, lines_done, listing, progress
from weian.programs.campaigns.presenters.proposals import Names
from weian.programs.campaigns.presenters.sending import sending
from weian.programs.campaigns.presenters.stage_progress import of_stage
from weian.programs.campaigns.presenters.stages import awaited, shown_stages
from weian.programs.campaigns.states import ProposalState
from weian.programs.campaigns.views import pages
from weian.ui import api as ui


@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    viewer = pages.viewer_of(request)
    page = listing.page(viewer, request.GET.get("view", ""), request.GET.get("after", ""))
    may, refusal = asks(access.check_can_read_in, viewer)
    context = {"page": page, "may_read_in": may, "refusal": refusal, "sees_nodes": pages.sees_nodes(viewer)}
    return render(request, "campaigns/list.html", context)


@require_safe
def campaign(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = pages.campaign_or_404(request, uid)
    if found.is_draft:
        return redirect("proposals", uid)
    return campaign_page(request, found)


@require_POST
def stage_dates(request: HttpRequest, uid: UUID, stage: UUID) -> HttpResponse:
    """The day of the event that a stage hangs on."""
    found = pages.campaign_or_404(request, uid)
    one = get_object_or_404(found.stages.select_related("campaign__issuer"), pk=stage)
    form = StageForm(request.POST, auto_id=f"stage{one.order}-%s")
    if not form.is_valid():
        return campaign_page(request, found, stage_form=(one.pk, form))
    try:
        api.anchor_stage(one, by=pages.viewer_of(request), **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return campaign_page(request, found, stage_form=(one.pk, form))
    ui.say_done(request, f"“{one.name}”的日期已填。")
    return redirect("campaign", uid)


@require_POST
def event_day(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The day of an event that lines hang on."""
    found = pages.campaign_or_404(request, uid)
    form = EventForm(request.POST, auto_id="event-%s")
    if not form.is_valid():
        return campaign_page(request, found, event_form=form)
    try:
        count = api.date_event(found, by=pages.viewer_of(request), **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return campaign_page(request, found, event_form=form)
    ui.say_done(request, f"“{form.cleaned_data['event']}”的日期已填，{count} 条按它到期。")
    return redirect("campaign", uid)


@require_safe
def stage_progress(request: HttpRequest, uid: UUID, stage: UUID) -> HttpResponse:
    """How far a stage is: self-checks, supervision, hazards by field."""
    found = pages.campaign_or_404(request, uid)
    one = get_object_or_404(found.stages.select_related("campaign__document"), pk=stage)
    if found.is_draft:
        return redirect("proposals", uid)
    shown = of_stage(one, pages.viewer_of(request), request.GET.get("after", ""))
    return render(request, "campaigns/stage.html", {"campaign": found, "stage": one, "shown": shown})


def campaign_page(
    request: HttpRequest, found: Campaign, *, stage_form: tuple[UUID, StageForm] | None = None,
    contact_form: ContactForm | None = None, event_form: EventForm | None = None,
) -> HttpResponse:  # fmt: skip
    """The page of a campaign; with a refused form it keeps what was typed."""
    viewer, names = pages.viewer_of(request), Names.in_force()
    lines = queries.lines_of(found)
    receipts = documents.receipt_counts(found.document, viewer)
    anchor, anchor_refusal = asks(access.check_can_anchor, viewer, found)
    close, close_refusal = asks(access.check_can_close, viewer, found)
    accepted = [one for one in lines if one.status == ProposalState.ACCEPTED]
    mine = documents.receipt_of(found.document, viewer.unit)
    is_issuer = found.issuer_id == viewer.unit.pk
    context = {
        "campaign": found, "document": found.document, "force": documents.force(found.document),
        "stages": shown_stages(found, clock.today(), stage_form),
        "events": awaited(found, accepted, event_form) if anchor or event_form else [],
        "asked": asked.asked(found, accepted, viewer, names, mine), "receipts": receipts,
        "sent": sum(receipts[state] for state in documents.ReceiptStatus.values),
        "unsigned": documents.unsigned(found.document, viewer)[:5] if receipts["late"] else [],
        "dropped": [one for one in lines if one.status == ProposalState.DROPPED] if is_issuer else [],
        "sending": sending(found), "mine": mine, "may_anchor": anchor,
        "anchor_refusal": anchor_refusal,
        "may_close": close, "close_refusal": close_refusal, "is_issuer": is_issuer,
        "is_at_desk": pages.is_at_desk(viewer, found),
        "progress": progress.of_campaign(found, accepted, viewer, request.GET.get("after", "")),
        "may_list": asks(access.check_can_list, viewer, found)[0],
        "contact_form": contact_form or ContactForm(auto_id="contact-%s"),
        "contact_history": list(found.contact_history.all()), "form": pack_schema.campaign_forms().get(found.form),
        "outline": pack_schema.campaign_outlines().get(found.form),
        "lists": lines_done.lists(found, viewer) if found.task_lists.exists() else None,
        "standing": list(
            duties.Obligation.objects.filter(document=found.document).exclude(standing_of=None).order_by("order")
        ),
        "has_cooperators": duties.Cooperation.objects.visible_to(viewer)
        .filter(obligation__document=found.document)
        .exists(),
        "has_plans": any(duties.CLAUSE_MAP in one.evidence for one in accepted),
        "issued_by": next(iter(names_of([found.issued_by]).values()), ""),
    }  # fmt: skip
    return render(
        request, "campaigns/campaign.html", context, status=422 if stage_form or contact_form or event_form else 200
    )
