"""停工令 with its number, as a page and as the files that are printed and delivered."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from weian.config.fonts import font_paths
from weian.foundation.documents.paper import NoFont, to_docx, to_pdf
from weian.ground.works import reach
from weian.ground.works.models import Site, StopOrder
from weian.ground.works.order_paper import paper_of, paragraphs
from weian.ground.works.views.common import viewer_of
from weian.ui import api as ui


@require_GET
def order(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _page(request, _found(request, uid))


@require_GET
def docx(request: HttpRequest, uid: UUID) -> HttpResponse:
    made = _found(request, uid)
    return ui.file_of(to_docx(paper_of(made)), ui.WORD, f"{made.no}.docx")


@require_GET
def pdf(request: HttpRequest, uid: UUID) -> HttpResponse:
    made = _found(request, uid)
    try:
        return ui.file_of(to_pdf(paper_of(made), font_dirs=font_paths()), "application/pdf", f"{made.no}.pdf")
    except NoFont as refusal:
        return _page(request, made, str(refusal))


def _page(request: HttpRequest, made: StopOrder, reason: str = "") -> HttpResponse:
    lines = ["".join(run.text for run in runs) for runs in paragraphs(made)]
    context = {"menu_key": "works", "made": made, "paper": paper_of(made), "lines": lines, "reason": reason}
    return render(request, "works/order.html", context, status=503 if reason else 200)


def _found(request: HttpRequest, uid: UUID) -> StopOrder:
    """An order that was numbered, for whoever may know of its site."""
    viewer = viewer_of(request)
    with reach.around(viewer):
        made: StopOrder | None = StopOrder.objects.exclude(no="").filter(pk=uid).first()
    if made is None or reach.find(Site, made.site_id, viewer) is None:
        raise Http404
    return made
