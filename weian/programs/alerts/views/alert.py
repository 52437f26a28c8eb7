from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from weian.foundation.documents import api as documents
from weian.foundation.documents.api import Document
from weian.foundation.people.api import Refused
from weian.ground.duties import api as duties
from weian.kernel.transitions import IllegalMove
from weian.programs.alerts import access, queries
from weian.programs.alerts.forms import AnswerForm
from weian.programs.alerts.presenters import listing
from weian.programs.alerts.presenters import one as presenter
from weian.ui import api as ui


@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """Alerts received and sent, newest first."""
    viewer = request.viewer  # type: ignore[attr-defined]
    may, refusal = access.can_send(viewer)
    page = listing.page(viewer, request.GET.get("view", ""), request.GET.get("after", ""))
    context = {"page": page, "may_send": may, "refusal": refusal, "menu_key": "alerts"}
    return render(request, "alerts/list.html", context)


@require_safe
def alert(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One alert: who has read it by when, who has answered what; for a receiver the form to answer."""
    return _page(request, _found(request, uid))


@require_POST
def answer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Sign where that was not done, and hand in the answer, in one press."""
    viewer, found = request.viewer, _found(request, uid)  # type: ignore[attr-defined]
    one = presenter.owed_of(found, viewer)
    if one is None:
        messages.error(request, "这份提示没有要本单位反馈的内容。")
        return redirect("alert", uid)
    form = AnswerForm(request.POST, obligation=one.obligation)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        with transaction.atomic():
            if one.receipt is not None:
                documents.sign(one.receipt, by=viewer)
            fresh = duties.one_owed(one.obligation, one.unit)
            assert fresh is not None
            said = dict(form.cleaned_data)
            duties.reply(fresh, said, uid=_key(request), by=viewer, text=said.pop("text"))
    except (Refused, IllegalMove) as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, form)
    ui.say_done(request, "已反馈。")
    return redirect("alert", uid)


def _page(request: HttpRequest, found: Document, form: AnswerForm | None = None) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    context = presenter.context(found, viewer, form, request.GET)
    return render(request, "alerts/alert.html", context, status=422 if form else 200)


def _found(request: HttpRequest, uid: UUID) -> Document:
    return get_object_or_404(queries.visible_to(request.viewer), pk=uid)  # type: ignore[attr-defined]


def _key(request: HttpRequest) -> UUID:
    """The key of the form: the same press that came twice is one answer."""
    key = ui.sent_key(request)
    if key is None:
        raise Refused("这一页放得太久了，请刷新后再填。")
    return key
