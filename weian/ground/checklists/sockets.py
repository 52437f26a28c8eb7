"""What checklists plugs into lower apps: its word in the menu and the way to a list."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from weian.foundation.people.api import May, Viewer
from weian.foundation.people.viewer import may
from weian.ground.checklists.models import Checklist
from weian.ui import api as ui


def register() -> None:
    ui.link(Checklist.audit_kind, _url, _title, _can_see)
    ui.menu_item("checklists", "检查表", "checklists", "list", 102, may(May.MANAGE_CHECKLISTS), under="inspections")


def _url(uid: UUID) -> str:
    return reverse("checklist", args=[uid])


def _title(uid: UUID) -> str:
    return Checklist.objects.values_list("title", flat=True).get(pk=uid)


def _can_see(uid: UUID, viewer: Viewer) -> bool:
    return Checklist.objects.visible_to(viewer).filter(pk=uid).exists()
