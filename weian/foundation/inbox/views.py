from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages as say
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from weian.foundation.documents import api as documents
from weian.foundation.inbox.actions import digesting, opening
from weian.foundation.inbox.actions.urging import urge_receipts
from weian.foundation.inbox.models import Message
from weian.foundation.people.api import Refused
from weian.kernel import keyset
from weian.ui import api as ui

PAGE = 50
CEILING = 10_000


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """The person's messages, newest first; keyset pages."""
    viewer, unread_only = request.viewer, request.GET.get("view") == "unread"  # type: ignore[attr-defined]
    everything = Message.objects.visible_to(viewer)
    found = everything.unread() if unread_only else everything
    total = found[: CEILING + 1].count()
    rows = list(keyset.older(found, request.GET.get("after", "")).order_by("-made_at", "-uid")[: PAGE + 1])
    unread = everything.unread()[: CEILING + 1].count()
    context = {
        "rows": rows[:PAGE],
        "unread": unread,
        "at_once": bool(digesting.wants_at_once([viewer.person.pk])),
        "views": [
            {"label": "全部", "url": "?", "is_here": not unread_only, "count": None},
            {"label": "未读", "url": "?view=unread", "is_here": unread_only, "count": unread},
        ],
        "foot": _foot(rows, total, "unread" if unread_only else ""),
    }
    return render(request, "inbox/messages.html", context)


@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """How the person wants to be reminded: one digest a morning, or each at once."""
    at_once = request.POST.get("at_once") == "1"
    digesting.prefer(at_once, by=request.viewer)  # type: ignore[attr-defined]
    ui.say_done(request, "以后每件即时提醒。" if at_once else "以后每天早上汇总成一条。")
    return redirect("messages")


@require_POST
def open_one(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Mark as read and go to what the message tells of."""
    viewer = request.viewer  # type: ignore[attr-defined]
    message = get_object_or_404(Message.objects.visible_to(viewer), pk=uid)
    opening.mark_read(message, by=viewer)
    return redirect(message.url or "messages")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything has been seen."""
    opening.mark_all_read(by=request.viewer)  # type: ignore[attr-defined]
    return redirect("messages")


@require_POST
def urging(request: HttpRequest, document: UUID) -> HttpResponse:
    """Urge the chosen units to sign for a document, and go back to its receipts."""
    viewer = request.viewer  # type: ignore[attr-defined]
    found = get_object_or_404(documents.documents_visible_to(viewer), pk=document)
    units = [uid for uid in map(keyset.uid, request.POST.getlist("unit")) if uid]
    try:
        urged = urge_receipts(found, units, by=viewer)
    except Refused as refusal:
        say.error(request, str(refusal))
    else:
        if urged.passed_over:
            say.warning(request, "".join(urged.passed_over))
        if urged.receipts:
            ui.say_done(request, f"已催办 {len(urged.receipts)} 家，各单位的安全管理岗会收到消息。")
    return redirect(f"{found.get_absolute_url()}?receipts=sent#receipts")


def _foot(rows: list[Message], total: int, view: str) -> dict[str, Any]:
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    key = keyset.key_of(last.made_at, last.uid) if last else ""
    return {
        "next_url": "?" + urlencode({"view": view, "after": key}) if last else "",
        "total": min(total, CEILING), "total_is_floor": total > CEILING, "shown": min(len(rows), PAGE),
    }  # fmt: skip
