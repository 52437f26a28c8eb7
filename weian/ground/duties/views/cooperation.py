"""配合: the lead's table of agencies × periods, and the agency's own desk, at the same addresses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from weian.foundation.evidence.api import Rejected
from weian.foundation.org import api as org
from weian.foundation.people.api import May, Refused
from weian.ground.duties.actions import cooperating as acts
from weian.ground.duties.actions.recording import BadFacts, File
from weian.ground.duties.forms.cooperation import AnswerForm, ContributionForm, TransferForm
from weian.ground.duties.models import Cooperation
from weian.ground.duties.presenters import cooperation as presenter
from weian.ground.duties.sight import viewer_of
from weian.ground.duties.views.records import sent_key
from weian.ui import api as ui


@require_safe
def cooperations(request: HttpRequest) -> HttpResponse:
    """For a commission who co-operates and who has not acted; for an agency what it is named in."""
    viewer = viewer_of(request)
    if not viewer.is_agency and not (viewer.is_commission and viewer.may(May.SEE_BOARD)):
        raise Http404
    context = presenter.listed(viewer, {key: value for key, value in request.GET.items() if isinstance(value, str)})
    return render(request, "duties/cooperations.html", context | {"may_match": viewer.may(May.ISSUE_NOTICE)})


@require_POST
def matching(request: HttpRequest) -> HttpResponse:
    """Look for the names that wait once more, after agencies were added."""
    viewer = viewer_of(request)
    if not viewer.is_commission or not viewer.may(May.ISSUE_NOTICE):
        raise Http404
    n = acts.match_agencies(viewer.unit, by=viewer)
    ui.say_done(request, f"按名称对应了 {n} 个。" if n else "没有新对应上的，请逐个选。")
    return redirect("cooperations")


@require_safe
def cooperation(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _page(request, _found(request, uid))


@require_POST
def contributions(request: HttpRequest, uid: UUID) -> HttpResponse:
    one, form, key = _found(request, uid), ContributionForm(request.POST, request.FILES), sent_key(request)

    def act() -> None:
        said = form.cleaned_data
        files = [File(upload, uid=uuid5(key, f"papers-{at}")) for at, upload in enumerate(said["papers"])]
        acts.contribute(one, acts.Deed(key, said["happened_on"], said["text"], files), by=viewer_of(request))

    return _act(request, one, act, "已登记，牵头单位看得到。", "contribution", form)


@require_POST
def urging(request: HttpRequest, uid: UUID) -> HttpResponse:
    one = _found(request, uid)
    try:
        start = date.fromisoformat(request.POST.get("period", ""))
    except ValueError:
        start = date.min
    return _act(
        request,
        one,
        lambda: acts.urge_cooperator(one, start, by=viewer_of(request)),
        "已催办，对方会收到消息。",
        "",
        None,
    )


@require_POST
def agency(request: HttpRequest, uid: UUID) -> HttpResponse:
    """`agency` names a unit, or is `inside` for a part of the health system."""
    one, viewer, said = _found(request, uid), viewer_of(request), request.POST.get("agency", "")
    chosen = next((unit for unit in org.agencies_of(viewer.unit) if str(unit.pk) == said), None)
    return _act(
        request, one, lambda: acts.pick_agency(one, chosen, by=viewer, inside=said == "inside"), "已对应。", "", None
    )


@require_POST
def transfers(request: HttpRequest, uid: UUID) -> HttpResponse:
    one, form, viewer = _found(request, uid), TransferForm(request.POST), viewer_of(request)

    def act() -> None:
        acts.transfer(one, form.cleaned_data["text"], uid=sent_key(request), by=viewer)

    return _act(request, one, act, "已移交。", "transfer", form)


@require_POST
def transfer_answer(request: HttpRequest, uid: UUID, transfer: UUID) -> HttpResponse:
    one, viewer = _found(request, uid), viewer_of(request)
    made = get_object_or_404(one.transfers.select_related("cooperation__obligation", "by"), pk=transfer)
    form = AnswerForm(request.POST, auto_id=f"a{made.pk.hex[:8]}-%s")

    def act() -> None:
        acts.answer_transfer(made, form.cleaned_data["text"], by=viewer)

    return _act(request, one, act, "已答复，移交人会收到。", f"answer-{made.pk}", form)


def _found(request: HttpRequest, uid: UUID) -> Cooperation:
    rows = Cooperation.objects.visible_to(viewer_of(request)).select_related("agency", "unit")
    wanted = rows.select_related("obligation__document", "obligation__clause", "obligation__issuer")
    found: Cooperation = get_object_or_404(wanted, pk=uid)
    return found


def _act(
    request: HttpRequest, one: Cooperation, deed: Callable[[], None], done: str, name: str, form: Form | None
) -> HttpResponse:
    """Do it and go back to the page; or show that page with what was typed and why not."""
    bound: dict[str, Any] = {name: form} if form is not None else {}
    if form is not None and not form.is_valid():
        return _page(request, one, bound=bound)
    try:
        with transaction.atomic():
            deed()
    except BadFacts as bad:
        for field, sentence in bad.fields.items():
            if form is not None:
                form.add_error(field, sentence)
        return _page(request, one, bound=bound)
    except Rejected as rejected:
        return _page(request, one, [str(rejected)], bound)
    except Refused as refusal:
        one.refresh_from_db()
        return _page(request, one, [str(refusal)], bound)
    ui.say_done(request, done)
    return redirect("cooperation", one.pk)


def _page(
    request: HttpRequest, one: Cooperation, refusals: list[str] | None = None, bound: dict[str, Any] | None = None
) -> HttpResponse:
    context = presenter.context(one, viewer_of(request), bound or {}) | {"clash": refusals or []}
    return render(request, "duties/cooperation.html", context, status=422 if refusals or bound else 200)
