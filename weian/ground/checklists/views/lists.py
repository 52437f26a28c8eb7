"""The list of checklists, and a new one: empty or copied."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weian.foundation.people.api import Refused, asks
from weian.ground.checklists import access
from weian.ground.checklists.actions import making
from weian.ground.checklists.forms import TitleForm
from weian.ground.checklists.presenters import listing
from weian.ground.checklists.schema import Sheet
from weian.ground.checklists.views import pages
from weian.ui import api as ui


@require_safe
def checklists(request: HttpRequest) -> HttpResponse:
    viewer = pages.viewer_of(request)
    page = listing.page(viewer, request.GET.get("view", ""), request.GET.get("after", ""))
    may, refusal = asks(access.check_can_make, viewer)
    return render(request, "checklists/list.html", {"page": page, "may_make": may, "refusal": refusal})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    viewer = pages.viewer_of(request)
    if not access.can_make(viewer):
        raise Http404
    form = TitleForm(request.POST if request.method == "POST" else None, initial={"request_id": uuid4()})
    if form.is_valid():
        try:
            made = making.make(uid=form.cleaned_data["request_id"], title=form.cleaned_data["title"], by=viewer)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            ui.say_done(request, "已建好，先写检查项。发布之前别人看不到。")
            return redirect("checklist-building", made.pk)
    return render(request, "checklists/new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def pack_copying(request: HttpRequest, code: str) -> HttpResponse:
    return _copied(request, pages.pack_or_404(request, code))


@require_POST
def copying(request: HttpRequest, uid: UUID) -> HttpResponse:
    checklist = pages.list_or_404(request, uid)
    if checklist.published is None:
        raise Http404
    return _copied(request, checklist.published.sheet)


def _copied(request: HttpRequest, source: Sheet) -> HttpResponse:
    viewer = pages.viewer_of(request)
    if not access.can_make(viewer):
        raise Http404
    title = source.title if source.ref.startswith("pack:") else f"{source.title}（照抄）"[:120]
    made = making.make(uid=ui.sent_key(request) or uuid4(), title=title, by=viewer, source=source)
    ui.say_done(request, "已照抄成本单位的草稿，改好再发布。")
    return redirect("checklist-building", made.pk)
