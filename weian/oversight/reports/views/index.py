"""报表: every measure of a node, as doors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from weian.foundation.documents.api import DocumentStatus, documents_visible_to
from weian.foundation.documents.models import Document, Receipt
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Viewer
from weian.oversight.reports.catalogue import MEASURES, measures
from weian.oversight.reports.queries.asking import document_of, node_of, viewer_of

GROUPS = [
    ("签收", ["receipts.signed", "receipts.unsigned_late"]),
    ("任务", ["obligations.done", "composite.complete", "tasks.in_time", "tasks.late"]),
    ("隐患", [
        "hazards.open", "hazards.overdue", "hazards.closed_rate", "hazards.in_time_rate", "hazards.major_rate",
        "hazards.on_the_spot", "hazards.found",
    ]),
]  # fmt: skip
DOCUMENTS = 30


@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """Figures of a node for a chosen document; those that need one say so until it is chosen."""
    viewer = viewer_of(request)
    node, document = node_of(request.GET, viewer), document_of(request.GET, viewer)
    sent = Receipt.objects.filter(document=OuterRef("pk"))
    issued = documents_visible_to(viewer).filter(Exists(sent), status=DocumentStatus.ISSUED)
    codes = [code for _, codes in GROUPS for code in codes if document or not MEASURES[code].measure.needs_document]
    taken = {one.measure.code: one for one in measures([(code, {}) for code in codes], node, document=document)}
    return render(request, "reports/index.html", {
        "node": node, "document": document,
        "filters": _filters(node, document, issued.order_by("-issued_on", "pk")[:DOCUMENTS]),
        "groups": [
            {"name": name, "rows": [{"measure": MEASURES[code].measure, "taken": taken.get(code)} for code in codes]}
            for name, codes in GROUPS
        ],
        "doors": _doors(viewer),
    })  # fmt: skip


def _filters(node: Unit, document: Document | None, issued: Iterable[Document]) -> list[dict[str, Any]]:
    """The choice of a notice; none to choose from draws nothing."""
    options = [{"url": f"?node={node.pk}&document={one.pk}", "label": one.title} for one in issued]
    if not options and document is None:
        return []
    chosen = document.title if document else ""
    return [{"label": "通知", "value": chosen, "clear_url": f"?node={node.pk}", "options": options}]


def _doors(viewer: Viewer) -> list[dict[str, Any]]:
    found = [{"url": reverse("board"), "title": "驾驶舱", "icon": "board"}]
    if viewer.may(May.WRITE_SUMMARY):
        found.append({"url": reverse("summaries"), "title": "工作总结", "icon": "file"})
    return found
