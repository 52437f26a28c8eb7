from __future__ import annotations

from weian.foundation.people.api import May, Viewer
from weian.ground.duties.models import Door, Task


def to_review(viewer: Viewer):  # type: ignore[no-untyped-def]
    """Tasks that wait for this viewer's acceptance, longest waiting first; not what they did themselves."""
    if not viewer.may(May.ACCEPT_TASK):
        return Task.objects.none()
    waiting = Task.objects.awaiting(viewer.unit).exclude(submitted_by=viewer.person.pk)
    return waiting.select_related("obligation__document", "unit").order_by("submitted_at", "uid")


def doors_of(viewer: Viewer) -> list[Door]:
    """Open doors before this person or post, soonest first."""
    return list(Door.objects.open().falling_to(viewer).select_related("unit").order_by("due", "open_at"))
