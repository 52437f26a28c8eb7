"""One place: registered, changed, out of use and back."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weian.foundation.people.api import Refused
from weian.ground.registry import doors, presenters, queries
from weian.ground.registry.actions.keeping import add, change, resume, retire
from weian.ground.registry.checking import Wrong
from weian.ground.registry.forms import SubjectForm, WhyForm
from weian.ground.registry.models import Subject
from weian.ground.registry.pack_schema import by_group, subject_types
from weian.ground.registry.views.common import kept, managed_unit, seen
from weian.ui import api as ui


@require_GET
def subject(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One subject: what it is, on which lists, who looks after it, and what may be done there."""
    return page(request, seen(request, uid))


def page(request: HttpRequest, found: Subject, *, why: WhyForm | None = None) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    token = request.GET.get("scan", "")[:20]
    if token and not queries.is_label_of(token, found):
        token = ""
    context = {
        **presenters.record(found, viewer), "menu_key": "places", "scanned": bool(token), "why": why or WhyForm(),
        "acts": doors.acts_at(found, viewer, token) if found.is_in_use else [],
        "cards": doors.cards_of(found, viewer, token),
    }  # fmt: skip
    return render(request, "registry/subject.html", context, status=422 if why is not None and why.errors else 200)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Register: first what it is, then what its type asks."""
    unit = managed_unit(request)
    kind = subject_types().get(request.POST.get("type") or request.GET.get("type", ""))
    if kind is None:
        context = {
            "menu_key": "places",
            "here": unit,
            "types": by_group(),
            "parent": request.GET.get("parent", "")[:36],
        }
        return render(request, "registry/types.html", context)
    form = SubjectForm(request.POST or None, unit=unit, kind=kind)
    if not form.is_bound and request.GET.get("parent"):
        form.initial["parent"] = request.GET["parent"]
    if request.method == "POST" and form.is_valid():
        try:
            made = add(uid=form.cleaned_data["uid"], by=request.viewer, unit=unit, **form.said())  # type: ignore[attr-defined]
        except Wrong as wrong:
            form.refuse(wrong)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            ui.say_done(request, f"已登记{made.name}。")
            return redirect("subject", made.pk)
    context = {"menu_key": "places", "here": unit, "form": form, "kind": kind}
    return render(request, "registry/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def changing(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = kept(request, uid)
    kind = subject_types().get(found.type)
    if kind is None:
        raise Http404
    form = SubjectForm(request.POST or None, unit=found.unit, kind=kind, subject=found)
    if request.method == "POST" and form.is_valid():
        try:
            change(found, by=request.viewer, **form.said())  # type: ignore[attr-defined]
        except Wrong as wrong:
            form.refuse(wrong)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            ui.say_done(request, f"已修改{found.name}。")
            return redirect("subject", found.pk)
    context = {"menu_key": "places", "here": found.unit, "form": form, "kind": kind, "subject": found}
    return render(request, "registry/form.html", context, status=422 if form.errors else 200)


@require_POST
def retirement(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = kept(request, uid)
    form = WhyForm(request.POST)
    if form.is_valid():
        try:
            retire(found, by=request.viewer, why=form.cleaned_data["why"])  # type: ignore[attr-defined]
        except Refused as refused:
            form.add_error("why", str(refused))
        else:
            ui.say_done(request, f"{found.name}今天起停用，记录都在。")
            return redirect("subject", found.pk)
    return page(request, found, why=form)


@require_POST
def resumption(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = kept(request, uid)
    try:
        resume(found, by=request.viewer)  # type: ignore[attr-defined]
    except Refused as refused:
        form = WhyForm({"why": "恢复使用"})
        form.add_error("why", str(refused))
        return page(request, found, why=form)
    ui.say_done(request, f"{found.name}恢复使用。")
    return redirect("subject", found.pk)
