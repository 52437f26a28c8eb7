"""Staff by Excel, and what they are handed to come in by: sheets of codes, one for each person, and posters."""

from __future__ import annotations

import base64
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.actions.accounts import invite_all
from weian.foundation.people.actions.claims import put_up
from weian.foundation.people.actions.importing import Hired, columns, import_staff
from weian.foundation.people.forms_devices import StaffImportForm
from weian.foundation.people.pack_schema import limit
from weian.foundation.people.qr import drawn
from weian.foundation.people.queries import titles_of, without_way_in
from weian.foundation.people.viewer import Refused
from weian.foundation.people.views.staff import manager, node
from weian.kernel import clock
from weian.kernel.sheets import UnreadableSheet, error_workbook, write_sheet
from weian.ui import api as ui

# Codes on one sheet: a ward has fewer people; a whole hospital is printed ward by ward.
MOST = 300


@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Import; on the same page the departments below, with how many still have no way in."""
    viewer = manager(request)
    here = node(viewer, request.POST.get("at") or request.GET.get("at"))
    form = StaffImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            done = import_staff(data, under=here, by=viewer, partial=form.cleaned_data["partial"])
        except (UnreadableSheet, org.Busy) as refusal:
            form.add_error("file", str(refusal))
        else:
            if done.people:
                said = f"已导入 {len(done.people)} 人"
                ui.say_done(request, said + (f"，新添 {len(done.departments)} 个科室。" if done.departments else "。"))
            return _page(request, here, StaffImportForm(), _errors(data, done))
    return _page(request, here, form)


def _errors(data: bytes, done: Hired) -> dict[str, Any]:
    if not done.result.errors:
        return {}
    book = error_workbook(data, done.result.errors, header_row=done.result.header_row)
    return {
        "result": done.result,
        "taken": len(done.people),
        "workbook": base64.b64encode(book).decode(),
        "type": ui.SHEET,
    }


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty sheet with the right headings."""
    manager(request)
    note = "一行一个人一个岗位；两个岗位写两行，工号和姓名一样。科室空着就是单位本部；账号空着会自动起。"
    book = write_sheet("人员", [one.name for one in columns()], [], note=note)
    return ui.file_of(book, ui.SHEET, "人员.xlsx")


@require_POST
def codes(request: HttpRequest) -> HttpResponse:
    """A sheet to print: a code for each person of a department (or desk) who has no way in yet."""
    viewer = manager(request)
    here = node(viewer, request.POST.get("at"))
    people = list(without_way_in().filter(unit=here).select_related("account", "unit").order_by("sort_key")[:MOST])
    titles = titles_of(people)
    cards = [
        (
            person,
            titles.get(person.pk, ""),
            drawn(_address(request, "first-sign-in", token), f"{person.name}的二维码"),
        )
        for person, token in invite_all(people, by=viewer)
    ]
    context = {"here": here, "cards": cards, "until": clock.now() + limit("first_link").span}
    return render(request, "people/codes.html", context)


@require_POST
def poster(request: HttpRequest) -> HttpResponse:
    """One code for the wall of a department."""
    viewer = manager(request)
    here = node(viewer, request.POST.get("at"))
    try:
        made, token = put_up(here, by=viewer)
    except Refused as refused:
        return render(request, "people/link_refused.html", {"reason": refused}, status=403)
    address = _address(request, "poster", token)
    context = {"here": here, "poster": made, "code": drawn(address, f"{here.name}的二维码"), "address": address}
    return render(request, "people/poster.html", context)


def _address(request: HttpRequest, name: str, token: str) -> str:
    return request.build_absolute_uri(reverse(name, args=[token]))


def _page(request: HttpRequest, here: Unit, form: StaffImportForm, told: dict[str, Any] | None = None) -> HttpResponse:
    told = told or {}
    status = 422 if form.errors or (told and not told["taken"]) else 200
    below = Q(pk=here.pk) | Q(parent=here) | Q(parent__parent=here, parent__kind=org.Kind.CAMPUS)
    people = without_way_in().filter(unit__in=Unit.objects.current().filter(below)).order_by()
    waiting = dict(people.values_list("unit").annotate(Count("pk")))
    wards = [(one, waiting[one.pk]) for one in Unit.objects.filter(pk__in=waiting).order_by("pos")[:MOST]]
    context = {"here": here, "form": form, "wards": wards, "limit": limit("first_link"), **told}
    return render(request, "people/bring.html", context, status=status)
