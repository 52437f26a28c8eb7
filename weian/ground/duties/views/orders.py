from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from weian.foundation.documents import api as documents
from weian.foundation.people.api import Refused
from weian.ground.duties import lines
from weian.ground.duties.actions.ordering import OrderLine, Team, take_order
from weian.ground.duties.forms.orders import OrderForm
from weian.ground.duties.presenters import orders as presenter
from weian.ground.duties.sight import viewer_of
from weian.ui import api as ui


@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, document: UUID) -> HttpResponse:
    """What the viewer's unit does because of an outside body's order, and the form to take more of it up."""
    viewer = viewer_of(request)
    found = get_object_or_404(documents.documents_visible_to(viewer).filter(issuer=None), pk=document)
    form = OrderForm(request.POST or None, initial={"uid": uuid4()})
    rows, unread = lines.sent(request.POST, request.FILES.get("sheet"))
    is_sent = request.method == "POST" and not lines.asks_rows(request.POST)
    if is_sent:
        for row in rows:
            if row.error:
                form.add_error(None, row.error)
        if form.is_valid():
            try:
                _take(form, rows, found, request)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                ui.say_done(request, "已列入本单位要办的事。")
                return redirect("order", found.pk)
    shown = presenter.context(found, viewer) | {"form": form, "rows": lines.with_blanks(rows, request.POST)}
    shown |= {"unread": unread, "pasted": request.POST.get("pasted", "") if unread else ""}
    return render(request, "duties/order.html", shown, status=422 if is_sent or unread else 200)


def _take(form: OrderForm, rows: list[lines.Row], found: documents.Document, request: HttpRequest) -> None:
    told = form.cleaned_data
    team = None
    if told["team"]:
        team = Team(told["team"], told["leader"], told["members"], told["ends_on"])
    wanted = [OrderLine(row.what, row.who, date.fromisoformat(row.due)) for row in rows]
    take_order(found, wanted, uid=told["uid"], by=viewer_of(request), team=team)
