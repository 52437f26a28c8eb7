"""Ledgers and lists that documents name: the same hazards under their heads, on screen and as Excel."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.hazards import pack_schema
from weian.ground.hazards.filters import Filters
from weian.ground.hazards.ledgers.exporting import export as export_ledger
from weian.ground.hazards.ledgers.projecting import RELATED, narrowed, rows
from weian.ground.hazards.pack_schema import LedgerView
from weian.ground.hazards.queries import capped, counts, page_of
from weian.ui import api as ui


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All ledgers and lists in force."""
    return render(request, "hazards/ledgers.html", {"ledgers": pack_schema.ledger_views()})


@require_GET
def ledger(request: HttpRequest, code: str) -> HttpResponse:
    view, viewer = _view(code), _viewer(request)
    filters = Filters(request.GET, viewer)
    hazards = narrowed(filters.conditioned(whole=bool(view.domains)), view)
    page = page_of(
        hazards.select_related(*RELATED), after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    total, more = capped(counts({"all": hazards})["all"])
    table = [
        {"url": reverse("hazard", args=[one.uid]), "cells": list(zip(view.columns, cells, strict=True))}
        for one, cells in zip(page.rows, rows(page.rows, view), strict=True)
    ]
    return render(request, "hazards/ledger.html", {
        "ledger": view, "table": table, "ledgers": pack_schema.ledger_views(),
        "foot": _foot(page, filters, total, more),
        "export_url": reverse("hazard-ledger-export", args=[code]) + filters.address(view=""),
        "export_refusal": "" if viewer.may(May.EXPORT) else "您的岗位没有“导出”的职责。请安全管理人员导出。",
    })  # fmt: skip


@require_POST
def export(request: HttpRequest, code: str = "") -> HttpResponse:
    """The same rows as a file, under the heads of a list or else of the first one. A POST: an export leaves a trace."""
    view, viewer = _view(code), _viewer(request)
    filters = Filters(request.GET, viewer)
    listed = bool(request.GET.get("view"))
    hazards = filters.narrowed() if listed else filters.conditioned(whole=bool(view.domains))
    try:
        data = export_ledger(hazards, view, by=viewer, terms=filters.terms() if listed else "全部")
    except Refused as refused:
        return render(request, "hazards/refused.html", {"sentence": str(refused)}, status=403)
    return ui.file_of(data, ui.SHEET, f"{view.title}.xlsx")


def _view(code: str) -> LedgerView:
    found = next((one for one in pack_schema.ledger_views() if code in ("", one.code)), None)
    if found is None:
        raise Http404
    return found


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def _foot(page: Any, filters: Filters, total: int, more: bool) -> dict[str, Any]:
    return {
        "previous_url": filters.address(view="", before=page.previous) if page.previous else "",
        "next_url": filters.address(view="", after=page.next) if page.next else "",
        "total": total, "total_is_floor": more, "shown": len(page.rows),
    }  # fmt: skip
