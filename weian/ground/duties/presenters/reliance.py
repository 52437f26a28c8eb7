"""The obligations that hang on a document, by the document that puts them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from weian.foundation.documents import api as documents
from weian.foundation.documents.api import Document
from weian.foundation.people.api import Viewer
from weian.ground.duties.models import Obligation

MOST = 200


def context(document: Document, viewer: Viewer) -> dict[str, Any]:
    """All that `duties/reliance.html` needs; documents that the viewer may not read are counted in nothing."""
    resting = documents.resting_on(document)
    of_clause = Q(clause__in=[one.pk for one in resting.clauses])
    found = Obligation.objects.filter(of_clause | Q(clause=None, document__in=resting.documents))
    found = found.filter(document__in=documents.documents_visible_to(viewer).order_by().values("pk"))
    rows = list(found.select_related("document", "clause", "issuer").order_by("document", "order", "uid")[: MOST + 1])
    shown = rows[:MOST]
    return {
        "menu_key": "documents",
        "document": document,
        "rows": shown,
        "to_review": sum(one.under_review for one in shown),
        "is_cut": len(rows) > MOST,
    }
