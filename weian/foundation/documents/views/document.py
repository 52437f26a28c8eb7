from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from weian.foundation.documents import presenters, queries
from weian.foundation.documents.actions import signing
from weian.foundation.documents.basis import basis_of, linked
from weian.foundation.documents.models import Receipt
from weian.foundation.documents.views.common import done, found, viewer_of
from weian.foundation.evidence import api as evidence
from weian.foundation.people.api import Refused
from weian.kernel import keyset
from weian.kernel.transitions import IllegalMove


@require_safe
def document(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One document: text with its clauses, what it rests on, who got it and signed."""
    viewer, shown = viewer_of(request), found(request, uid)
    status = request.GET.get("receipts", "")
    status = status if status in Receipt.states.states.values else ""
    after, before = keyset.number(request.GET.get("after")), keyset.number(request.GET.get("before"))
    receipts = queries.receipts_page(shown, viewer, status=status, after=after, before=before)
    for one in receipts.rows:
        one.document = shown
    mine = queries.receipt_of(shown, viewer.unit)
    clauses, basis = list(shown.clauses.all()), basis_of(shown, viewer)
    named = queries.readable([shown.replaced_by_id, *(clause.review_cause_id for clause in clauses)], viewer)
    return render(
        request,
        "documents/document.html",
        {
            "document": shown,
            "paragraphs": presenters.paragraphs(shown, clauses, basis),
            "title": linked(shown.title, basis),
            "reviews": [(clause, named.get(clause.review_cause_id)) for clause in clauses if clause.review],
            "replaced_by": named.get(shown.replaced_by_id),
            "basis": basis,
            "files": evidence.attachments_of("document", shown.pk),
            "mine": mine,
            "acts": presenters.acts(viewer, shown, mine),
            "receipts": presenters.receipt_table(shown, receipts, status, viewer),
            "menu_key": "documents",
        },
    )


@require_POST
def sign(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The viewer's unit signs for the document."""
    viewer, shown = viewer_of(request), found(request, uid)
    receipts = Receipt.objects.visible_to(viewer).select_related("unit", "document")
    receipt = get_object_or_404(receipts, document=shown, unit=viewer.unit)
    try:
        signing.sign(receipt, by=viewer)
    except (Refused, IllegalMove) as refusal:
        messages.error(request, str(refusal))
        return redirect(shown)
    done(request, f"已为{viewer.unit.title}签收。")
    return redirect(shown)
