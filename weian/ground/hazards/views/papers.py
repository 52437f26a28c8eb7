"""A numbered paper about a hazard, as a page and as the files that are printed and delivered."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from weian.config.fonts import font_paths
from weian.foundation.documents.paper import NoFont, to_docx, to_pdf
from weian.foundation.people.api import Viewer
from weian.ground.hazards.models import Hazard, Paper
from weian.ground.hazards.papers.printing import paper_of
from weian.ui import api as ui


@require_GET
def paper(request: HttpRequest, uid: UUID) -> HttpResponse:
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


def _page(request: HttpRequest, made: Paper, reason: str = "") -> HttpResponse:
    agency = _viewer(request).is_agency
    context = {"menu_key": "referrals" if agency else "hazards", "made": made, "letter": agency, "reason": reason}
    return render(request, "hazards/paper.html", context, status=503 if reason else 200)


def _found(request: HttpRequest, uid: UUID) -> Paper:
    """For whoever sees its hazard; a letter also for the agency that it went to: row security asked whether it was."""
    viewer = _viewer(request)
    if viewer.is_agency:
        letter: Paper = get_object_or_404(Paper, pk=uid)
        return letter
    rows = Paper.objects.filter(hazard__in=Hazard.objects.visible_to(viewer)).select_related("hazard")
    found: Paper = get_object_or_404(rows, pk=uid)
    return found


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer
