from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from weian.config.fonts import font_paths
from weian.foundation.audit import api as audit
from weian.foundation.documents.paper import NoFont, to_docx, to_pdf
from weian.foundation.people.api import Viewer
from weian.programs.inspections import reach
from weian.programs.inspections.models import Instrument
from weian.programs.inspections.paper import paper_of
from weian.programs.inspections.presenters import papers
from weian.ui import api as ui


@require_GET
def instrument(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A numbered paper as it was given out."""
    made = _found(request, uid)
    return _page(request, made)


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
        return _page(request, made, reason=str(refusal), status=503)


def _page(request: HttpRequest, made: Instrument, *, reason: str = "", status: int = 200) -> HttpResponse:
    paper = paper_of(made)
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    context = {
        "made": made, "paper": paper, "lines": papers.lines(paper), "reason": reason, "menu_key": "inspections",
        "reads_visit": not viewer.is_agency,
    }  # fmt: skip
    return render(request, "inspections/instrument.html", context, status=status)


def _found(request: HttpRequest, uid: UUID) -> Instrument:
    """The paper, for whoever may read what the visit found; a transfer also for the department that it goes to."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    made: Instrument | None = Instrument.objects.filter(pk=uid).first()
    if made is not None and viewer.is_agency:
        return made  # row security has asked whether it was shared with this agency
    if made is None:
        with audit.acting_as_system(reach.WHY):
            made = Instrument.objects.filter(pk=uid).first()
    one = reach.find(made.inspection_id, viewer) if made is not None else None
    if made is None or one is None or not reach.reads_findings(viewer, one):
        raise Http404
    return made
