from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weian.foundation.documents import access, queries
from weian.foundation.documents.actions import annulling
from weian.foundation.documents.basis import basis_of, linked
from weian.foundation.documents.forms import AnnulForm, SettleForm
from weian.foundation.documents.models import Clause, Document
from weian.foundation.documents.views.common import done, found, viewer_of
from weian.foundation.people.api import Refused
from weian.kernel.transitions import IllegalMove


@require_http_methods(["GET", "HEAD", "POST"])
def annul(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A document of the viewer's unit loses force."""
    viewer, document = viewer_of(request), found(request, uid)
    form = AnnulForm(request.POST or None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            marked = annulling.annul(
                document, by=viewer, why=told["why"], on=told["on"], replaced_by=told["replaced_by"]
            )
        except (Refused, IllegalMove) as refusal:
            form.add_error(None, str(refusal))
        else:
            done(request, f"已废止。{len(marked)} 条条款标为待复核。")
            return redirect(document)
    _, why_not = access.can_annul(viewer, document)
    context = {"document": document, "form": form, "refusal": why_not, "menu_key": "documents"}
    return render(request, "documents/annul.html", context, status=422 if form.errors else 200)


@require_safe
def clause(request: HttpRequest, uid: UUID) -> HttpResponse:
    """依据 of a task: the clause and the documents above it."""
    return _clause_page(request, _clause(request, uid), SettleForm())


@require_POST
def settle(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A person has looked again at a clause marked 待复核."""
    shown, form = _clause(request, uid), SettleForm(request.POST)
    if form.is_valid():
        try:
            annulling.settle_review(shown, by=viewer_of(request), why=form.cleaned_data["why"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            done(request, "已复核。")
            return redirect("clause", uid)
    return _clause_page(request, shown, form)


def _clause(request: HttpRequest, uid: UUID) -> Clause:
    readable = Document.objects.visible_to(viewer_of(request))
    shown = Clause.objects.select_related("document__unit").filter(document__in=readable, pk=uid).first()
    if shown is None:
        raise Http404
    return shown


def _clause_page(request: HttpRequest, shown: Clause, form: SettleForm) -> HttpResponse:
    viewer = viewer_of(request)
    _, why_not = access.can_review(viewer, shown)
    named = queries.readable([shown.review_cause_id], viewer)
    basis = basis_of(shown.document, viewer, clause=shown)
    context = {
        "cause": named.get(shown.review_cause_id), "clause": shown, "document": shown.document,
        "basis": basis, "text": linked(shown.text, basis),
        "form": form, "refusal": why_not, "menu_key": "documents",
    }  # fmt: skip
    return render(request, "documents/clause.html", context, status=422 if form.errors else 200)
