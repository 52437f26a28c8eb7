"""What tree fills into the sockets of lower apps: the page of a unit."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Viewer
from weian.ui import api as ui


def fill() -> None:
    ui.link(Unit.audit_kind, url=url, title=title, can_see=can_see)


def can_see(uid: UUID, viewer: Viewer) -> bool:
    return viewer.may(May.MANAGE_UNITS) and Unit.objects.under(viewer.unit).filter(pk=uid).exists()


def url(uid: UUID) -> str:
    return reverse("unit", args=[uid])


def title(uid: UUID) -> str:
    return Unit.objects.values_list("name", flat=True).get(pk=uid)
