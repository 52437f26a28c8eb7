"""消息 on the phone: the newest; all of them are on the desk's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weian.foundation.inbox import api as inbox
from weian.foundation.people.api import Viewer

SHOWN = 20


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = list(inbox.Message.objects.visible_to(viewer).order_by("-made_at", "-uid")[: SHOWN + 1])
    context = {
        "rows": found[:SHOWN], "more": len(found) > SHOWN, "unread": inbox.unread_count(viewer),
        "tab_key": "phone-messages",
    }  # fmt: skip
    return render(request, "phone/messages.html", context)
