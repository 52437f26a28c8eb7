from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import uuid5

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from weian.foundation.documents import presenters, queries, reading
from weian.foundation.documents.actions import drafting
from weian.foundation.documents.forms import LibraryForm
from weian.foundation.documents.models import Clause, Document, Receipt
from weian.foundation.documents.publicity import public_list
from weian.foundation.documents.reading.files import text_of
from weian.foundation.documents.states import DocumentStatus, ReceiptStatus
from weian.foundation.documents.views.common import done, viewer_of
from weian.foundation.evidence import api as evidence
from weian.foundation.people.api import May, Refused, Viewer
from weian.kernel import keyset

CEILING = 10_000


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """The policy library and the post of the unit, newest first; keyset pages."""
    viewer = viewer_of(request)
    view, words = request.GET.get("view", ""), request.GET.get("q", "").strip()[:60]
    found = _viewed(queries.documents_visible_to(viewer), view, viewer)
    if words:
        found = found.filter(Q(title__icontains=words) | Q(doc_no__icontains=words) | Q(issuer_name__icontains=words))
    total = found.order_by()[: CEILING + 1].count()
    found = keyset.older(found, request.GET.get("after", ""))
    rows = list(found.defer("body").order_by("-made_at", "-uid")[: presenters.PAGE + 1])
    shown = rows[: presenters.PAGE]
    own = queries.states_for(shown, viewer.unit)
    return render(
        request,
        "documents/documents.html",
        {
            "rows": [_row(one, own.get(one.pk)) for one in shown],
            "views": [
                {"label": label, "url": f"?view={code}", "is_here": view == code, "count": None}
                for code, label in VIEWS
            ],
            "view": view, "words": words, "may_add": viewer.may(May.ISSUE_NOTICE),
            "foot": _foot(shown, len(rows) > presenters.PAGE, total, view, words),
            "menu_key": "documents",
        },
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """An outside body's document comes into the library."""
    viewer = viewer_of(request)
    if not viewer.may(May.ISSUE_NOTICE):
        raise Http404
    form = LibraryForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            document = _add(form.cleaned_data, viewer)
        except (Refused, reading.Unreadable, evidence.Rejected) as refusal:
            form.add_error("file" if form.cleaned_data.get("file") else "text", str(refusal))
        else:
            done(request, f"已录入{document.doc_no or document.title}。")
            return redirect(document)
    return render(
        request, "documents/add.html", {"form": form, "menu_key": "documents"}, status=422 if form.errors else 200
    )


@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """What of the unit's documents may be published; the text only where it is 主动公开."""
    viewer = viewer_of(request)
    if not viewer.may(May.ISSUE_NOTICE):
        raise Http404
    return render(request, "documents/public.html", {"entries": public_list(viewer.unit), "menu_key": "documents"})


VIEWS = (
    ("", "全部"), ("waiting", "待签收"), ("received", "收到的"), ("sent", "本单位发出"), ("library", "外单位文件"),
    ("annulled", "已废止"), ("review", "待复核"),
)  # fmt: skip


def _viewed(found: Any, view: str, viewer: Viewer) -> Any:
    received = Receipt.objects.filter(unit=viewer.unit)
    match view:
        case "waiting":
            return found.filter(pk__in=received.filter(status=ReceiptStatus.SENT).values("document"))
        case "received":
            return found.filter(pk__in=received.values("document"))
        case "sent":
            return found.filter(issuer=viewer.unit)
        case "library":
            return found.filter(issuer=None)
        case "annulled":
            return found.filter(status=DocumentStatus.ANNULLED)
        case "review":
            marked = Clause.objects.filter(review=Clause.Review.PENDING).values("document")
            return found.filter(unit=viewer.unit, status=DocumentStatus.ISSUED, pk__in=marked)
    # What another unit keeps for itself is opened from where it belongs, and would bury the post here.
    return found.exclude(~Q(unit=viewer.unit), issuer__isnull=False, receipts=None)


def _row(document: Document, receipt: Receipt | None) -> dict[str, Any]:
    return {
        "document": document, "receipt": receipt, "ring": presenters.RING[DocumentStatus(document.status)],
        "receipt_ring": presenters.RING[ReceiptStatus(receipt.status)] if receipt else 0,
    }  # fmt: skip


def _foot(shown: list[Document], more: bool, total: int, view: str, words: str) -> dict[str, Any]:
    key = keyset.key_of(shown[-1].made_at, shown[-1].uid) if more else ""
    return {
        "next_url": "?" + urlencode({"view": view, "q": words, "after": key}) if more else "",
        "total": min(total, CEILING), "total_is_floor": total > CEILING, "shown": len(shown),
    }  # fmt: skip


def _add(told: dict[str, Any], viewer: Viewer) -> Document:
    """Read first, keep then: what cannot be read is not kept. The file belongs to the document that it became."""
    file, attachment = told.get("file"), None
    if file:
        text = text_of(file.read(), file.name)
        file.seek(0)
        attachment = evidence.keep(
            file,
            by=viewer,
            unit=viewer.unit,
            owner_kind="document",
            owner_uid=told["uid"],
            role="file",
            uid=uuid5(told["uid"], "file"),
        )
    else:
        text = told["text"]
    return drafting.add_to_library(
        reading.read_text(text), by=viewer, text=text, kind=told["kind"], attachment=attachment, uid=told["uid"],
        disclosure=told["disclosure"],
    )  # fmt: skip
