from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from weian.foundation.documents import api as documents
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.ground.duties.actions import urging
from weian.ground.duties.owed import Owed
from weian.ground.duties.sight import viewer_of
from weian.ground.duties.views.acts import act
from weian.kernel import keyset
from weian.ui import api as ui


@require_POST
def task(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    """Urge one unit for one task."""

    def deed(one: Owed, said: dict[str, Any]) -> None:
        if not urging.urge([one], by=viewer_of(request)):
            raise Refused("今天已经催过，一天只催一次。")

    return act(request, obligation, unit, Form, deed, "已催办，对方会收到消息。", "urging")


@require_POST
def units(request: HttpRequest, document: UUID) -> HttpResponse:
    """Urge the chosen units for what they owe by a document, and go back to where they were chosen."""
    viewer = viewer_of(request)
    found = get_object_or_404(documents.documents_visible_to(viewer), pk=document)
    uids = [uid for uid in map(keyset.uid, request.POST.getlist("unit")[:200]) if uid]
    chosen = Unit.objects.within(viewer.scope.ranges).filter(pk__in=uids).select_related("parent")
    try:
        done = urging.urge_units(found, chosen, by=viewer)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        ui.say_done(request, _sentence(done))
    return redirect(_back(request) or found)


def _sentence(done: urging.UrgedUnits) -> str:
    parts = [f"催签收 {done.unsigned} 家"] if done.unsigned else []
    parts += [f"催任务 {done.working} 家 {done.tasks} 项"] if done.tasks else []
    return f"已催办：{'，'.join(parts)}。"


def _back(request: HttpRequest) -> str:
    """A page of this product that the form names; empty for anything else."""
    at = request.POST.get("from", "")
    inside = at.startswith("/") and url_has_allowed_host_and_scheme(at, allowed_hosts=None)
    return at if inside else ""
