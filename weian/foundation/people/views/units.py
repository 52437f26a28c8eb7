"""The units that a viewer's commission supervises: seen as a tree, added one by one, imported by Excel."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.forms import AGENCY, ZONE, ImportForm, ShortNameForm, TypeForm, UnitForm
from weian.foundation.people.roles import May
from weian.foundation.people.viewer import Viewer
from weian.kernel import keyset
from weian.kernel.sheets import UnreadableSheet, error_workbook, write_sheet
from weian.ui import api as ui

PAGE = 50


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """One node and what stands directly below it."""
    viewer = _manager(request)
    here = node(viewer, request.GET.get("at"))
    return _page(request, viewer, here, UnitForm(), ImportForm())


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    viewer = _manager(request)
    here = node(viewer, request.POST.get("at"))
    form = UnitForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                unit = _added(viewer, here, form)
            ui.say_done(request, f"已添加“{unit.name}”。")
            return redirect(f"{request.path.removesuffix('new/')}?at={here.uid}")
        except IntegrityError:
            place = "协同部门里" if form.cleaned_data["type"].startswith(AGENCY) else f"“{here.name}”下"
            form.add_error("name", f"{place}已经有叫这个名称的单位。")
        except org.BadCode as bad:
            form.add_error("region", str(bad))
        except org.Busy as busy:
            form.add_error(None, str(busy))
    return _page(request, viewer, here, form, ImportForm(), status=422)


def _added(viewer: Viewer, here: Unit, form: UnitForm) -> Unit:
    said = form.cleaned_data
    if said["type"] == ZONE:
        return org.add_zone(
            by=viewer, parent=here, name=said["name"], code=said["region"], short_name=said["short_name"]
        )
    if said["type"].startswith(AGENCY):
        # Of this very territory: an agency that one places into another would be found there by its kind.
        if here.kind != org.Kind.COMMISSION:
            raise org.BadCode("协同部门要加在它所属地的卫生健康行政部门下面。")
        if said["region"] not in (None, here.region):
            raise org.BadCode("协同部门与所在的卫生健康行政部门同属一地，代码不用填。")
        kind = said["type"].removeprefix(AGENCY)
        return org.add_agency(
            by=viewer, type=kind, name=said["name"], level=here.level, region=here.region,
            short_name=said["short_name"],
        )  # fmt: skip
    kind, type_, light = form.kind_of()
    return org.add_unit(
        by=viewer, parent=here, kind=kind, type=type_, light=light, name=said["name"], level=said["level"],
        region=said["region"] or here.region, short_name=said["short_name"],
    )  # fmt: skip


@require_POST
def classify(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What an institution is: type and grade decide which standing requirements it has."""
    viewer = _manager(request)
    here = get_object_or_404(Unit.objects.under(viewer.unit).institutions(), pk=uid)
    form = TypeForm(request.POST)
    if not form.is_valid():
        return _page(request, viewer, here, UnitForm(), ImportForm(), status=422, typing=form)
    org.classify(here, type=form.cleaned_data["type"], grade=form.cleaned_data["grade"], by=viewer)
    ui.say_done(request, f"“{here.title}”的类型已记下，长效要求随之改变。")
    return redirect(f"{reverse('units')}?at={here.uid}")


@require_POST
def short_name(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What a unit is called where its full name is too long."""
    viewer = _manager(request)
    here = node(viewer, str(uid))
    form = ShortNameForm(request.POST)
    if not form.is_valid():
        return _page(request, viewer, here, UnitForm(), ImportForm(), status=422, calling=form)
    org.call(here, form.cleaned_data["short_name"], by=viewer)
    ui.say_done(request, f"“{here.name}”现在显示为“{here.title}”。")
    return redirect(f"{reverse('units')}?at={here.uid}")


@require_POST
def bring(request: HttpRequest) -> HttpResponse:
    """Import: everything or nothing; bad cells come back in a table and in an annotated workbook."""
    viewer = _manager(request)
    form = ImportForm(request.POST, request.FILES)
    here = node(viewer, request.POST.get("at"))
    if not form.is_valid():
        return _page(request, viewer, here, UnitForm(), form, status=422)
    data = form.cleaned_data["file"].read()
    try:
        done = org.import_units(data, under=viewer.unit, by=viewer)
    except (UnreadableSheet, org.Busy) as refusal:
        form.add_error("file", str(refusal))
        return _page(request, viewer, here, UnitForm(), form, status=422)
    if done.result.errors:
        workbook = error_workbook(data, done.result.errors, header_row=done.result.header_row)
        context = {"result": done.result, "workbook": base64.b64encode(workbook).decode(), "type": ui.SHEET}
        return render(request, "people/units_refused.html", context, status=422)
    ui.say_done(request, f"已导入 {len(done.units)} 个单位。")
    return redirect("units")


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty sheet with the right headings."""
    _manager(request)
    heads = [column.name for column in org.columns()]
    return ui.file_of(write_sheet("单位", heads, [], note="一行一个单位；上级单位写全称。"), ui.SHEET, "单位.xlsx")


def _manager(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may(May.MANAGE_UNITS):
        raise Http404
    return viewer


def node(viewer: Viewer, uid: str | None) -> Unit:
    """The node that is looked at, by default the viewer's own; absent, foreign and unreadable look alike."""
    if not uid:
        return viewer.unit
    try:
        return get_object_or_404(Unit.objects.select_related("parent").under(viewer.unit), pk=UUID(uid))
    except ValueError as unreadable:
        raise Http404 from unreadable


def _page(
    request: HttpRequest,
    viewer: Viewer,
    here: Unit,
    form: UnitForm,
    bringing: ImportForm,
    status: int = 200,
    typing: TypeForm | None = None,
    calling: ShortNameForm | None = None,
) -> HttpResponse:
    path = [unit for unit in org.path_of(here) if viewer.unit.holds(unit)]
    below = Unit.objects.current().filter(parent=here)
    rows, next_url = _cut(below, request.GET.get("after", ""), here)
    types = org.unit_types()
    context = {
        "here": here, "path": path, "total": below.count(), "form": form, "bringing": bringing, "next_url": next_url,
        "children": [(one, types[one.type].name if one.type in types else one.get_kind_display()) for one in rows],
        "agencies": org.agencies_of(here) if here.kind == org.Kind.COMMISSION else [],
        "typing": (typing or TypeForm(initial={"type": here.type, "grade": here.grade}))
        if here.kind == org.Kind.INSTITUTION and here.pk != viewer.unit.pk
        else None,
        "calling": calling or ShortNameForm(initial={"short_name": here.short_name}, auto_id="called-%s"),
        "may_staff": viewer.may(May.MANAGE_PEOPLE), "unit_page": ui.resolve(Unit.audit_kind, here.pk, viewer),
    }  # fmt: skip
    return render(request, "people/units.html", context, status=status)


def _cut(below: Any, after: str, here: Unit) -> tuple[list[Unit], str]:
    """One keyset page in the order of the tree, and the address of the next."""
    rows, key = keyset.by_place(below, after, PAGE)
    return rows, "?" + urlencode({"at": here.pk, "after": key}) if key else ""
