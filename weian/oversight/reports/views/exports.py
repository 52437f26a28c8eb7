"""The list behind a figure as an Excel file. A POST: an export leaves a trace."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from weian.foundation.audit import api as audit
from weian.foundation.people.api import May, Refused, Viewer
from weian.kernel import clock
from weian.kernel.sheets import OutColumn, write_sheet
from weian.oversight.reports.measured import Measured, Row, Unmeasurable
from weian.oversight.reports.queries.asking import figure_of, viewer_of
from weian.oversight.reports.views.figures import part_of
from weian.ui import api as ui

COLUMNS = [OutColumn("单位"), OutColumn("事项"), OutColumn("说明"), OutColumn("状态")]


@require_POST
def export(request: HttpRequest, code: str) -> HttpResponse:
    """All rows of the part that the page shows."""
    asked, viewer = figure_of(request, code), viewer_of(request)
    try:
        viewer.check(May.EXPORT)
        measured = asked.measured()
        part = part_of(measured, request.GET.get("part", ""))
        data = exported(measured, part, asked.rows(part), by=viewer)
    except Refused as refused:
        return render(request, "reports/unmeasurable.html", {"sentence": str(refused)}, status=403)
    except Unmeasurable as why:
        return render(request, "reports/unmeasurable.html", {"sentence": str(why)}, status=422)
    return ui.file_of(data, ui.SHEET, f"{measured.title}-{clock.today().isoformat()}.xlsx")


def exported(measured: Measured, part: str, rows: list[Row], *, by: Viewer) -> bytes:
    """The sheet, with the figure and its definition above the rows; writes the trace."""
    title = next(title for code, title, _ in measured.parts if code == part)
    about = f"，{measured.document.title}" if measured.document else ""
    note = (
        f"{measured.node.name}{about}　{title} {len(rows)}　{measured.title} {measured.text}"
        f"（口径第 {measured.measure.version} 版）　{clock.now():%Y-%m-%d %H:%M} 导出\n{measured.measure.definition}"
    )
    sheet = write_sheet(measured.title, COLUMNS, ([r.unit, r.title, r.meta, r.state] for r in rows), note=note)
    audit.record(
        "list.exported", kind="measure", record=measured.node.uid, chain=by.unit.uid, by=by,
        facts={
            "measure": measured.measure.code, "version": measured.measure.version, "part": part, "rows": len(rows),
            "asked": measured.query,
        },
    )  # fmt: skip
    return sheet
