"""What registry fills into the sockets of lower apps: positions, content, links, the menu."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from weian.foundation.org import api as org
from weian.foundation.people.api import May, Viewer
from weian.ground.registry import handing, pack_schema
from weian.ground.registry.models import Declared, Subject
from weian.ui import api as ui


def fill() -> None:
    org.positioned(Subject)
    org.positioned(Declared)
    org.work(handing.WORK)
    pack_schema.register()
    ui.menu_item("places", "场所", "places", icon="pin", order=45, visible=_has_places)
    ui.link(Subject.audit_kind, url=url, title=title, can_see=can_see)


def _has_places(request: HttpRequest) -> bool:
    viewer: Viewer | None = getattr(request, "viewer", None)
    return viewer is not None and (viewer.may(May.MANAGE_PLACES) or viewer.may(May.INSPECT))


def can_see(uid: UUID, viewer: Viewer) -> bool:
    return Subject.objects.visible_to(viewer).filter(pk=uid).exists()


def url(uid: UUID) -> str:
    return reverse("subject", args=[uid])


def title(uid: UUID) -> str:
    return str(Subject.objects.values_list("name", flat=True).get(pk=uid))
