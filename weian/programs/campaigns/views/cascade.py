"""From level to level: what each added to the document, and how many have filed their own plan."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from weian.foundation.documents import api as documents
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, asks
from weian.ground.duties import api as duties
from weian.programs.campaigns import queries
from weian.programs.campaigns.forms import AdditionForm, RenewalForm, WhyForm
from weian.programs.campaigns.models import Campaign
from weian.programs.campaigns.presenters import arrangements as filed
from weian.programs.campaigns.presenters import difference as differing
from weian.programs.campaigns.presenters.proposals import Names
from weian.programs.campaigns.views import pages
from weian.ui import api as ui


@require_safe
def difference(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What the levels added to the document above; ?unit= shows how that unit's own plan answers it."""
    return _page(request, _issued_or_404(request, uid))


@require_POST
def addition(request: HttpRequest, uid: UUID) -> HttpResponse:
    campaign, viewer = _issued_or_404(request, uid), pages.viewer_of(request)
    form = AdditionForm(Names.in_force(), request.POST)
    if not form.is_valid():
        return _page(request, campaign, form=form)
    said = form.cleaned_data
    spec = duties.Spec(
        uid=ui.sent_key(request) or uuid4(), kind=duties.AskKind.OTHER, title=said["title"], text=said["title"],
        campaign=campaign.pk, domain=said["domain"], to_kinds=sorted(said["to_kinds"]), due=said["due"],
        to_types=said["to_types"], to_grades=said["to_grades"], size=said["size"],
        every=said["every"], minutes=said["minutes"], evidence=["record"],
    )  # fmt: skip
    try:
        duties.add_below(campaign.document, spec, why=said["why"], until=said["until"], by=viewer)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, campaign, form=form)
    ui.say_done(request, "已新增，收到这份文件的下级单位在任务里看得到；到期自动失效。")
    return redirect("difference", uid)


@require_POST
def renewal(request: HttpRequest, uid: UUID, line: UUID) -> HttpResponse:
    campaign, one = _line(request, uid, line)
    form = RenewalForm(request.POST, auto_id=f"renew-{line}-%s")
    if form.is_valid():
        try:
            duties.renew_addition(one, by=pages.viewer_of(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            ui.say_done(request, f"已续到 {one.until}。")
            return redirect("difference", uid)
    return _page(request, campaign, refused=(line, form))


@require_POST
def withdrawal(request: HttpRequest, uid: UUID, line: UUID) -> HttpResponse:
    campaign, one = _line(request, uid, line)
    form = WhyForm(request.POST, auto_id=f"withdraw-{line}-%s")
    if form.is_valid():
        try:
            duties.withdraw_addition(one, by=pages.viewer_of(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            ui.say_done(request, "已撤回，下级不用再办。")
            return redirect("difference", uid)
    return _page(request, campaign, refused=(line, form))


@require_safe
def arrangements(request: HttpRequest, uid: UUID) -> HttpResponse:
    """How many of those who owe a plan of their own have filed it, by the units directly below."""
    campaign, viewer = _issued_or_404(request, uid), pages.viewer_of(request)
    context = {"campaign": campaign, "found": filed.of_campaign(campaign, viewer, request.GET.get("after", ""))}
    return render(request, "campaigns/arrangements.html", context)


def _issued_or_404(request: HttpRequest, uid: UUID) -> Campaign:
    """A draft has no levels yet."""
    campaigns = queries.visible_to(pages.viewer_of(request)).exclude(issued_at=None)
    return get_object_or_404(campaigns, pk=uid)


def _line(request: HttpRequest, uid: UUID, line: UUID) -> tuple[Campaign, duties.Obligation]:
    campaign = _issued_or_404(request, uid)
    lines = duties.Obligation.objects.exclude(added_why="").select_related("issuer")
    return campaign, get_object_or_404(lines, pk=line, document=campaign.document_id)


def _page(
    request: HttpRequest, campaign: Campaign, *, form: AdditionForm | None = None,
    refused: tuple[UUID, RenewalForm | WhyForm] | None = None,
) -> HttpResponse:  # fmt: skip
    viewer = pages.viewer_of(request)
    may, refusal = asks(duties.check_can_add, viewer, campaign.document)
    unit = _unit(request)
    context = {
        "campaign": campaign, "document": campaign.document, "may_add": may, "refusal": refusal,
        "force": documents.force(campaign.document),
        "difference": differing.of_campaign(campaign, viewer, refused=refused),
        "plan": differing.plan_of(campaign, unit) if unit else None,
        "form": form or AdditionForm(Names.in_force()), "is_refused": form is not None,
        "is_level": viewer.is_commission and campaign.issuer_id != viewer.unit.pk,
    }  # fmt: skip
    return render(request, "campaigns/difference.html", context, status=422 if form or refused else 200)


def _unit(request: HttpRequest) -> Unit | None:
    """The unit whose plan is asked for, where the viewer's post reaches it; else the viewer's own."""
    viewer = pages.viewer_of(request)
    try:
        wanted = Unit.objects.filter(pk=UUID(request.GET.get("unit", ""))).first()
    except ValueError:
        wanted = None
    return wanted if wanted and viewer.reaches(wanted) else viewer.unit
