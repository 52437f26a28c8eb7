"""Registered or asked on a page of its own: a contractor, a site, a permit, a violation."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from weian.foundation.evidence.api import Rejected
from weian.foundation.people.api import May, Refused, Viewer, asks
from weian.ground.works import access, api, reach
from weian.ground.works.forms import new as forms
from weian.ground.works.models import Contractor
from weian.ground.works.pack_schema import permit_kinds
from weian.ground.works.views.common import photos_from, viewer_of
from weian.kernel import clock, keyset
from weian.ui import api as ui


@require_http_methods(["GET", "POST"])
def contractor(request: HttpRequest) -> HttpResponse:
    viewer = _keeper(request)
    form = forms.ContractorForm(request.POST or None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        try:
            made = api.add_contractor(by=viewer, unit=viewer.unit, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            ui.say_done(request, f"已登记{made.name}。接着登记合同。")
            return redirect("contractor", made.pk)
    lead = "一家登记一次；它在别的单位另有登记，互不相通。"
    return _page(request, form, "登记承包方", lead, "contractors")


@require_http_methods(["GET", "POST"])
def site(request: HttpRequest) -> HttpResponse:
    viewer = _keeper(request)
    form = forms.SiteForm(request.POST or None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        try:
            made = api.add_site(
                api.Project(**{key: told[key] for key in told if key != "uid"}), uid=told["uid"], by=viewer
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            ui.say_done(request, f"已登记{made.name}，入口的标签已生成，请打印后贴上。")
            return redirect("site", made.pk)
    return _page(request, form, "登记施工项目", "新建、改建、扩建、装修都登记。施工单位要先在承包方里登记。", "sites")


@require_http_methods(["GET", "POST"])
def permit(request: HttpRequest) -> HttpResponse:
    """First what kind of work, then what it asks. A contractor's people ask for their own places."""
    viewer = viewer_of(request)
    own = Contractor.objects.visible_to(viewer).first() if viewer.is_contractor else None
    if own is None and (viewer.is_commission or not viewer.may(May.REPORT_HAZARD)):
        raise Http404
    kinds = permit_kinds()
    kind = kinds.get(request.POST.get("kind") or request.GET.get("kind", ""))
    subject = keyset.uid(request.GET.get("subject", ""))
    with reach.around(viewer):
        if own is not None:
            own = Contractor.objects.select_related("unit", "party").get(pk=own.pk)
        barred = _barred(viewer, own)
        if kind is None:
            context = {"menu_key": "works", "kinds": list(kinds.values()), "subject": subject or "", "barred": barred}
            return render(request, "works/permit_kinds.html", context)
        form = forms.PermitForm(request.POST or None, viewer=viewer, kind=kind, own=own, subject=subject)
        if request.method == "POST" and form.is_valid():
            told = dict(form.cleaned_data)
            uid = told.pop("uid")
            told["contractor"] = own or told.get("contractor")
            for name in ("measures", "neighbours"):
                told[name] = tuple(told[name])
            for name in ("starts_at", "ends_at"):
                told[name] = told[name].astimezone(clock.SHANGHAI)
            try:
                made = api.ask(api.Work(kind=kind.code, **told), uid=uid, by=viewer)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                ui.say_done(request, "已申请，等审批。批准以前不能作业。")
                return redirect("permit", made.pk)
        lead = f"{kind.source}{'' if kind.verified else '（待核）'}。批准以前不能作业。"
        return _page(request, form, f"申请{kind.title}票", lead, "permits", hidden={"kind": kind.code}, barred=barred)


def _barred(viewer: Viewer, own: Contractor | None) -> str:
    """Why a contractor's people need not begin to fill in anything now; empty where they may ask."""
    if own is None:
        return ""
    try:
        access.check_can_ask_permit(viewer, own.unit, own)
        access.check_not_stopped(None, own)
    except Refused as refused:
        return str(refused)
    return ""


@require_http_methods(["GET", "POST"])
def violation(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    if reach.is_guest(viewer) or viewer.is_commission or not viewer.may(May.REPORT_HAZARD):
        raise Http404
    form = forms.ViolationForm(
        request.POST or None, request.FILES or None, viewer=viewer, subject=keyset.uid(request.GET.get("subject", ""))
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        found = api.Found(
            kind=told["kind"], subject=told["subject"], text=told["text"], contractor=told["contractor"],
            person_name=told["person_name"],
        )  # fmt: skip
        try:
            made = api.find(found, uid=told["uid"], by=viewer, photos=photos_from(request, "before"))
        except (Refused, Rejected) as refused:
            form.add_error(None, str(refused))
        else:
            ui.say_done(request, "已登记违规，成为一条隐患。")
            return redirect("hazard", made[0].hazard_id)
    lead = "没有作业票就动火、用电，承包方和本单位归口科室各记一笔违规，合成一条隐患。"
    return _page(request, form, "登记违规", lead, "permits")


def _page(
    request: HttpRequest, form: Any, title: str, lead: str, view: str, hidden: dict[str, str] | None = None,
    barred: str = "",
) -> HttpResponse:  # fmt: skip
    context = {
        "menu_key": "works", "form": form, "title": title, "lead": lead, "view": view, "hidden": hidden or {},
        "barred": barred if not form.errors else "",
    }  # fmt: skip
    return render(request, "works/new.html", context, status=422 if form.errors else 200)


def _keeper(request: HttpRequest) -> Viewer:
    viewer = viewer_of(request)
    if viewer.is_commission or not asks(access.check_can_keep, viewer, viewer.unit)[0]:
        raise Http404
    return viewer
