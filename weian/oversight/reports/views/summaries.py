"""Summaries (工作总结): written from the records, edited in words only, downloaded as Word and PDF."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from weian.config.fonts import font_paths
from weian.foundation.documents import api as documents
from weian.foundation.documents.paper import NoFont, to_docx, to_pdf
from weian.foundation.people.api import May, Refused, Viewer
from weian.oversight.reports.measured import Unmeasurable
from weian.oversight.reports.models import Summary
from weian.oversight.reports.summary.paper import paper_of
from weian.oversight.reports.summary.writing import BareNumbers, edit, write
from weian.ui import api as ui


class NewForm(ui.Form):
    document = forms.ModelChoiceField(label="通知", queryset=documents.Document.objects.none())
    request_id = forms.UUIDField(widget=forms.HiddenInput)


class WordsForm(ui.Form):
    problems = forms.CharField(
        label="存在问题",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="不填就按数据自动写。不要手写数字。",
    )
    next_steps = forms.CharField(
        label="下一步工作", required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text="不要手写数字。"
    )


@require_GET
def summaries(request: HttpRequest) -> HttpResponse:
    viewer = _writer(request)
    rows = Summary.objects.visible_to(viewer).select_related("document", "unit", "by")[:50]
    form = _new_form(viewer, {"document": request.GET.get("document")})
    return render(request, "reports/summaries.html", {"rows": rows, "form": form})


@require_http_methods(["POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write one from the records as they stand."""
    viewer = _writer(request)
    form = _new_form(viewer, None, request.POST)
    if form.is_valid():
        try:
            summary = write(
                form.cleaned_data["document"], viewer.unit, uid=form.cleaned_data["request_id"],
                base=request.build_absolute_uri("/"), by=viewer,
            )  # fmt: skip
            ui.say_done(request, "总结已写好，请核对后下载。")
            return redirect("summary", summary.pk)
        except (Refused, Unmeasurable) as refusal:
            form.add_error("document", str(refusal))
    rows = Summary.objects.visible_to(viewer).select_related("document", "unit", "by")[:50]
    return render(request, "reports/summaries.html", {"rows": rows, "form": form}, status=422)


@require_http_methods(["GET", "POST"])
def summary(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Read it as it will print; change the author's own words."""
    viewer = _writer(request)
    found = _found(viewer, uid)
    form = WordsForm(request.POST or None, initial={"problems": found.problems, "next_steps": found.next_steps})
    if request.method == "POST" and form.is_valid():
        try:
            edit(found, by=viewer, **form.cleaned_data)
            ui.say_done(request, "已保存。")
            return redirect("summary", found.pk)
        except BareNumbers as refusal:
            for name, sentence in refusal.errors.items():
                form.add_error(name, sentence)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"summary": found, "form": form, "paper": paper_of(found), "facts": found.body}
    return render(request, "reports/summary.html", context, status=422 if form.errors else 200)


@require_GET
def docx(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = _found(_writer(request), uid)
    return ui.file_of(to_docx(paper_of(found)), ui.WORD, f"{found.title}.docx")


@require_GET
def pdf(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = _found(_writer(request), uid)
    try:
        return ui.file_of(to_pdf(paper_of(found), font_dirs=font_paths()), "application/pdf", f"{found.title}.pdf")
    except NoFont as refusal:
        return render(request, "reports/no_font.html", {"reason": refusal, "summary": found}, status=503)


def _writer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may(May.WRITE_SUMMARY):
        raise Http404
    return viewer


def _found(viewer: Viewer, uid: UUID) -> Summary:
    readable = Summary.objects.visible_to(viewer).select_related("document", "unit", "by")
    found: Summary = get_object_or_404(readable, pk=uid)
    return found


def _new_form(viewer: Viewer, initial: dict[str, Any] | None, data: Any = None) -> NewForm:
    form = NewForm(data, initial=initial)
    field = form.fields["document"]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = documents.documents_visible_to(viewer).filter(obligations__isnull=False).distinct()
    field.label_from_instance = lambda one: f"{one.title} {one.doc_no}".strip()  # type: ignore[method-assign, assignment]
    return form
