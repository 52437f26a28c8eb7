from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from weian.ground.registry.models import Subject
from weian.ground.registry.queries import RELATED


@require_GET
def subject(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One subject: what it is, on which lists, who looks after it."""
    seen = Subject.objects.visible_to(request.viewer).select_related(*RELATED)  # type: ignore[attr-defined]
    return render(request, "registry/subject.html", {"subject": get_object_or_404(seen, pk=uid)})
