"""What campaigns plug into lower apps: its word in the menu, the way to a campaign, the checks before nodes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from weian.foundation.documents import api as documents
from weian.foundation.ladder import api as ladder
from weian.foundation.org import api as org
from weian.foundation.people.api import May, Viewer
from weian.ground.duties import api as duties
from weian.programs.campaigns import climbing, handing, queries
from weian.programs.campaigns.actions import nodes
from weian.programs.campaigns.models import Campaign, NodeCheck
from weian.programs.campaigns.presenters import handed_on
from weian.ui import api as ui


def register() -> None:
    org.positioned(NodeCheck)
    org.work(handing.WORK)
    for climber in (climbing.CLIMBER, climbing.SELF_CHECKS):
        ladder.climber(climber)
    duties.task_kind(nodes.DOOR, title="节前检查", url=_check_url, complete=None, can_see=_can_see_check)
    ui.link("campaign", _url, _title, _can_see)
    ui.link(NodeCheck.audit_kind, _check_url, _check_title, _can_see_check)
    duties.campaign_card(_card)
    documents.beside(handed_on.beside)
    ui.menu_item("notices", "通知", "notices", "send", 15, _shown)


def _card(uid: UUID) -> duties.Card | None:
    found = Campaign.objects.filter(pk=uid).values_list("title", "contacts").first()
    if found is None:
        return None
    title, told = found
    return duties.Card(title, reverse("campaign", args=[uid]), tuple(_contact(one) for one in told))


def _contact(told: dict[str, Any]) -> duties.Contact:
    name = told.get("name") or told.get("text", "")
    return duties.Contact(name, tuple(told.get("phones", ())), tuple(told.get("mails", ())))


def _url(uid: UUID) -> str:
    return reverse("campaign", args=[uid])


def _title(uid: UUID) -> str:
    return Campaign.objects.values_list("title", flat=True).get(pk=uid)


def _can_see(uid: UUID, viewer: Viewer) -> bool:
    return queries.visible_to(viewer).filter(pk=uid).exists()


def _check_url(uid: UUID) -> str:
    return reverse("node-check", args=[uid])


def _check_title(uid: UUID) -> str:
    one = NodeCheck.objects.select_related("day", "unit", "post").get(pk=uid)
    return f"{one.day} {one.unit.title}{one.post.title}"


def _can_see_check(uid: UUID, viewer: Viewer) -> bool:
    return NodeCheck.objects.visible_to(viewer).filter(pk=uid).exists()


def _shown(request: HttpRequest) -> bool:
    """Desks that issue or sign for notices."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    return viewer is not None and (viewer.may(May.ISSUE_NOTICE) or viewer.may(May.SIGN_RECEIPT))
