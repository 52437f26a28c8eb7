from __future__ import annotations

from uuid import UUID, uuid5

from django.http import HttpRequest

from weian.ground.hazards.actions.reporting import Photo
from weian.ui import api as ui


def photos_from(request: HttpRequest, field: str, role: str, *, key: UUID | None = None) -> list[Photo]:
    """Files of one field as evidence; a form sent twice names the same files, so nothing is kept twice."""
    key = key or ui.sent_key(request)
    found = []
    for at, file in enumerate(request.FILES.getlist(field)):
        uid = uuid5(key, f"{field}-{at}") if key else None
        found.append(Photo(file=file, role=role, source=ui.sent_source(request, field, at), uid=uid))
    return found
