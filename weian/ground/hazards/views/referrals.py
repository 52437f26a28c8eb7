"""移交, as the other authority sees it: the letters to it, and its receipt for each."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from weian.foundation.people.api import Refused, Viewer, asks
from weian.ground.hazards.kinds import PaperKind
from weian.ground.hazards.models import Paper, Referral
from weian.ground.hazards.papers.issuing import key
from weian.ground.hazards.referring.actions import confirm_receipt
from weian.ground.hazards.referring.gates import check_can_confirm_receipt
from weian.kernel import clock, keyset
from weian.ui import api as ui
from weian.ui.entry import DayInput, Form

PAGE = 50
VIEWS = (("", "全部"), ("open", "还没有签收"))


class ReceiptForm(Form):
    """Number and day of the receipt that the agency gives."""

    use_required_attribute = False
    receipt_no = forms.CharField(label="回执编号", max_length=60)
    on = forms.DateField(label="签收日", widget=DayInput)


@require_safe
def referrals(request: HttpRequest) -> HttpResponse:
    """The letters to this agency, newest first."""
    viewer = _agency(request)
    all_ = Referral.objects.visible_to(viewer)
    here = "open" if request.GET.get("view") == "open" else ""
    counts = {"": all_.count(), "open": all_.unsigned().count()}
    found = all_.unsigned() if here else all_
    found = keyset.older(found, request.GET.get("after", ""), by="sent_at")
    rows = list(found.select_related("from_unit", "unit").order_by("-sent_at", "-uid")[: PAGE + 1])
    more = keyset.key_of(rows[PAGE - 1].sent_at, rows[PAGE - 1].uid) if len(rows) > PAGE else ""
    context = {
        "rows": rows[:PAGE], "today": clock.today(),
        "views": [
            {"label": label, "url": f"?view={key}", "is_here": key == here, "count": counts[key]}
            for key, label in VIEWS
        ],
        "foot": {
            "next_url": f"?{urlencode({'view': here, 'after': more})}" if more else "",
            "total": counts[here], "shown": len(rows[:PAGE]),
        },
    }  # fmt: skip
    return render(request, "hazards/referrals.html", context)


@require_safe
def referral(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _page(request, _found(request, uid), None)


@require_POST
def receipt(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The agency signs for the letter."""
    made, form = _found(request, uid), ReceiptForm(request.POST)
    if form.is_valid():
        try:
            confirm_receipt(made, form.cleaned_data["receipt_no"], form.cleaned_data["on"], by=_agency(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            ui.say_done(request, "已确认签收，移交的单位看得到。")
            return redirect(made)
    return _page(request, _found(request, uid), form)


def _page(request: HttpRequest, made: Referral, form: ReceiptForm | None) -> HttpResponse:
    may, refusal = asks(check_can_confirm_receipt, _agency(request), made)
    context: dict[str, Any] = {
        "made": made, "may_confirm": may, "form": form or ReceiptForm(initial={"on": clock.today()}),
        "clash": [] if may or form is None else [refusal], "menu_key": "referrals",
        "paper": Paper.objects.filter(pk=key(made.pk, PaperKind.TRANSFER)).first(),
        "late": made.received_on is None and made.receipt_due < clock.today(),
    }  # fmt: skip
    return render(request, "hazards/referral.html", context, status=422 if form is not None else 200)


def _found(request: HttpRequest, uid: UUID) -> Referral:
    """A letter to this agency; another's and one that is not there look alike."""
    rows = Referral.objects.visible_to(_agency(request)).select_related("from_unit", "unit", "sent_by")
    found: Referral = get_object_or_404(rows, pk=uid)
    return found


def _agency(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.is_agency:
        raise Http404
    return viewer
