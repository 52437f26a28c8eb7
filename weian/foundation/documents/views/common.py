from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from weian.foundation.documents.models import Document
from weian.foundation.people.viewer import Viewer


def viewer_of(request: HttpRequest) -> Viewer:
    return request.viewer  # type: ignore[attr-defined, no-any-return]


def found(request: HttpRequest, uid: UUID) -> Document:
    """The document, or 404 for what is absent or not the viewer's to read."""
    seen = Document.objects.visible_to(viewer_of(request)).select_related("unit", "issuer")
    return get_object_or_404(seen, pk=uid)


def done(request: HttpRequest, sentence: str) -> None:
    """Say it on the next page; the tag lets the browser drop the draft of the form that was sent (ui/README.md)."""
    messages.success(request, sentence, extra_tags="clears:" + request.POST.get("request_id", ""))
