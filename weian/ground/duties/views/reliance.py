from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from weian.foundation.documents import api as documents
from weian.ground.duties.presenters import reliance as presenter
from weian.ground.duties.sight import viewer_of


@require_safe
def obligations(request: HttpRequest, document: UUID) -> HttpResponse:
    """What hangs on a document: every obligation that would have to be looked at again without it (S0-0.2)."""
    viewer = viewer_of(request)
    found = get_object_or_404(documents.documents_visible_to(viewer), pk=document)
    return render(request, "duties/reliance.html", presenter.context(found, viewer))
