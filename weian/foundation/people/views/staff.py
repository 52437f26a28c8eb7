"""The people of a unit: added with a post, given a one-time link for their first sign-in."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from weian.foundation.org.models import Unit
from weian.foundation.people.actions.accounts import invite, open_account
from weian.foundation.people.actions.people import add_person, add_post, appoint
from weian.foundation.people.forms import StaffForm
from weian.foundation.people.models import Appointment, Invitation, Person, Post
from weian.foundation.people.roles import May
from weian.foundation.people.viewer import Viewer
from weian.kernel import clock

PAGE = 50


@require_GET
def staff(request: HttpRequest) -> HttpResponse:
    return _page(request, _manager(request), None)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Person, post, appointment, account and link in one act; the link is shown once."""
    viewer = _manager(request)
    form = StaffForm(request.POST, under=viewer.unit)
    if not form.is_valid():
        return _page(request, viewer, form, status=422)
    data = form.cleaned_data
    unit: Unit = data["unit"]
    with transaction.atomic():
        person = add_person(by=viewer, unit=unit, name=data["name"], phone=data["phone"])
        post = Post.objects.filter(unit=unit, title=data["title"], ended_on=None).first()
        if post is None:
            reach = _institution(unit) if data["whole"] else unit
            post = add_post(by=viewer, unit=unit, reach=reach, title=data["title"], post_class=data["post_class"])
        elif post.post_class != data["post_class"]:
            form.add_error("title", f"这里已有同名岗位，类别是“{post.get_post_class_display()}”。请改名称或类别。")
            transaction.set_rollback(True)
            return _page(request, viewer, form, status=422)
        appoint(person, post, by=viewer)
        open_account(person, data["username"], by=viewer)
        return _with_link(request, viewer, person)


@require_POST
def link(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A new one-time link for somebody who lost theirs or forgot the password."""
    viewer = _manager(request)
    person = get_object_or_404(_staff(viewer).filter(account__isnull=False), pk=uid)
    return _with_link(request, viewer, person)


def _with_link(request: HttpRequest, viewer: Viewer, person: Person) -> HttpResponse:
    token = invite(Invitation.Purpose.FIRST_SIGN_IN, by=viewer, person=person)
    address = request.build_absolute_uri(reverse("first-sign-in", args=[token]))
    return _page(request, viewer, None, invited=person, address=address)


def _manager(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may(May.MANAGE_PEOPLE):
        raise Http404
    return viewer


def _staff(viewer: Viewer):  # type: ignore[no-untyped-def]
    span = {"unit__pos__gte": viewer.unit.pos, "unit__pos__lt": viewer.unit.end}
    return Person.objects.filter(**span, left_on=None)


def _institution(unit: Unit) -> Unit:
    from weian.foundation.org.kinds import Kind

    while unit.kind in (Kind.DEPARTMENT, Kind.CAMPUS) and unit.parent is not None:
        unit = unit.parent
    return unit


def _page(
    request: HttpRequest, viewer: Viewer, form: StaffForm | None, *, status: int = 200,
    invited: Person | None = None, address: str = "",
) -> HttpResponse:  # fmt: skip
    words = request.GET.get("q", "").strip()
    people = _staff(viewer).select_related("unit", "account")
    if words:
        people = people.filter(name__contains=words) | people.filter(initials__startswith=words.lower())
    after = request.GET.get("after", "")
    if after:
        people = people.filter(sort_key__gt=after)
    rows = list(people.order_by("sort_key", "pk")[: PAGE + 1])
    held: dict[UUID, list[str]] = {}
    for one in Appointment.objects.on(clock.today()).filter(person__in=[p.pk for p in rows]).select_related("post"):
        held.setdefault(one.person_id, []).append(one.post.title)
    for person in rows:
        person.titles = held.get(person.pk, [])
    context = {
        "people": rows[:PAGE], "next": rows[PAGE - 1].sort_key if len(rows) > PAGE else "", "words": words,
        "form": form or StaffForm(under=viewer.unit), "invited": invited, "address": address,
    }  # fmt: skip
    return render(request, "people/staff.html", context, status=status)
