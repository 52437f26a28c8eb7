"""From an address to what is asked: node, document, parameters; what the viewer may not see is not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, QueryDict

from weian.foundation.documents import api as documents
from weian.foundation.documents.models import Document
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Viewer
from weian.oversight.reports.catalogue import MEASURES, Measured, Row, measure, rows


@dataclass(frozen=True)
class Figure:
    """A measure as an address asks for it."""

    code: str
    node: Unit
    document: Document | None
    parameters: dict[str, Any]  # texts; what they are of is the measure's to say

    def measured(self) -> Measured:
        return measure(self.code, self.node, document=self.document, **self.parameters)

    def rows(self, part: str, *, after: str = "", limit: int | None = None) -> list[Row]:
        return rows(self.code, self.node, part, document=self.document, after=after, limit=limit, **self.parameters)


def figure_of(request: HttpRequest, code: str) -> Figure:
    """Raises Http404 for an unknown measure, and for what the viewer may not look at, alike."""
    viewer = viewer_of(request)
    if code not in MEASURES:
        raise Http404
    known = MEASURES[code].measure.parameters
    parameters: dict[str, Any] = {
        name: value for name, value in request.GET.items() if name in known and isinstance(value, str)
    }
    return Figure(code, node_of(request.GET, viewer), document_of(request.GET, viewer), parameters)


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer, who must be allowed to see figures of the unit. Raises Http404."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may(May.SEE_BOARD):
        raise Http404
    return viewer


def node_of(asked: QueryDict, viewer: Viewer) -> Unit:
    """The unit named by `node`, inside the viewer's own; the viewer's own where none is named. Raises Http404."""
    uid = asked.get("node", "")
    if not uid:
        return viewer.unit
    node = Unit.objects.under(viewer.unit).filter(pk=_uid(uid)).first()
    if node is None:
        raise Http404
    return node


def document_of(asked: QueryDict, viewer: Viewer) -> Document | None:
    """The document named by `document`, which the viewer may read. Raises Http404."""
    uid = asked.get("document", "")
    if not uid:
        return None
    document: Document | None = documents.documents_visible_to(viewer).filter(pk=_uid(uid)).first()
    if document is None:
        raise Http404
    return document


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
