"""What portal hangs into the frame for the foundation, which may not know of pages: links, the inbox, the menu."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from weian.foundation.documents import api as documents
from weian.foundation.inbox import api as inbox
from weian.foundation.people.api import May, Viewer
from weian.ui import api as ui


def fill() -> None:
    ui.frame_door("home", "home")
    ui.frame_door("search", "search")
    ui.frame_door("inbox", "messages", count=_waiting)
    ui.menu_item("today", "今日", "home", "today", 10, visible=_signed_in)
    ui.menu_item("documents", "文件", "documents", "file", 30, visible=_has_place)
    ui.link("document", _document_url, _document_title, _sees_document)
    ui.link("clause", _clause_url, _clause_title, _sees_clause)


def _signed_in(request: HttpRequest) -> bool:
    return getattr(request, "viewer", None) is not None


def _has_place(request: HttpRequest) -> bool:
    """Administrators work on accounts; no document is theirs to see."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    return viewer is not None and bool(viewer.scope.ranges)


def _waiting(request: HttpRequest) -> int | None:
    """Unread messages, and notices that the viewer's desk has to sign for."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        return None
    unsigned = documents.waiting_for(viewer) if viewer.may(May.SIGN_RECEIPT) else 0
    return inbox.unread_count(viewer) + unsigned


def _document_url(uid: UUID) -> str:
    return reverse("document", args=[uid])


def _document_title(uid: UUID) -> str:
    return str(documents.Document.objects.values_list("title", flat=True).get(pk=uid))


def _sees_document(uid: UUID, viewer: Viewer) -> bool:
    return documents.sees_document(uid, viewer)


def _clause_url(uid: UUID) -> str:
    return reverse("clause", args=[uid])


def _clause_title(uid: UUID) -> str:
    clause = documents.Clause.objects.select_related("document").get(pk=uid)
    return f"《{clause.document.title}》{clause.label}"


def _sees_clause(uid: UUID, viewer: Viewer) -> bool:
    document = documents.Clause.objects.filter(pk=uid).values_list("document", flat=True).first()
    return document is not None and documents.sees_document(document, viewer)
