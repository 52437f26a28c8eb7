"""The people of a unit: added with a post, given a one-time link for their first sign-in."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from weian.foundation.org.kinds import Kind
from weian.foundation.org.models import Region, Unit
from weian.foundation.people.actions.accounts import invite, open_account
from weian.foundation.people.actions.importing import account_names
from weian.foundation.people.actions.people import add_person, add_post, appoint
from weian.foundation.people.forms import StaffForm
from weian.foundation.people.models import Invitation, Person, Post
from weian.foundation.people.pack_schema import limit
from weian.foundation.people.qr import drawn
from weian.foundation.people.queries import institution_of, staff_of, titles_of
from weian.foundation.people.roles import May
from weian.foundation.people.viewer import Viewer
from weian.ui import api as ui

PAGE, CEILING = 50, 10_000


@require_GET
def staff(request: HttpRequest) -> HttpResponse:
    viewer = manager(request)
    return _page(request, viewer, node(viewer, request.GET.get("at")))


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Person, post, appointment, account and link in one act; the link is shown once."""
    viewer = manager(request)
    here = node(viewer, request.POST.get("at"))
    form = StaffForm(request.POST, under=_root_of(viewer, here), here=here)
    if not form.is_valid():
        return _page(request, viewer, here, form, status=422)
    data = form.cleaned_data
    unit: Unit = data["unit"]
    post = Post.objects.filter(unit=unit, title=data["title"], ended_on=None).first()
    if post is not None and post.post_class != data["post_class"]:
        form.add_error("title", f"这里已有同名岗位，类别是“{post.get_post_class_display()}”。请改名称或类别。")
        return _page(request, viewer, here, form, status=422)
    with transaction.atomic():
        person = add_person(by=viewer, unit=unit, name=data["name"], phone=data["phone"])
        if post is None:
            reach = institution_of(unit) if data["whole"] else unit
            post = add_post(by=viewer, unit=unit, reach=reach, title=data["title"], post_class=data["post_class"])
        appoint(person, post, by=viewer)
        open_account(person, data["username"], by=viewer)
    ui.say_done(request, f"已添加{person.name}。请把下面的链接交给本人。")
    return _with_link(request, viewer, here, person)


@require_POST
def link(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A new one-time link for somebody who lost theirs or forgot the password; with it an account, who has none."""
    viewer = manager(request)
    people = Person.objects.filter(unit__in=_looked_after(viewer), left_on=None, account__demo__isnull=True)
    person = get_object_or_404(people.select_related("unit", "account"), pk=uid)
    if not hasattr(person, "account"):
        open_account(person, account_names([person], {})[person.pk], by=viewer)
    return _with_link(request, viewer, node(viewer, request.POST.get("at")), person)


def _with_link(request: HttpRequest, viewer: Viewer, here: Unit, person: Person) -> HttpResponse:
    token = invite(Invitation.Purpose.FIRST_SIGN_IN, by=viewer, person=person)
    address = request.build_absolute_uri(reverse("first-sign-in", args=[token]))
    return _page(request, viewer, here, invited=person, address=address)


def manager(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may(May.MANAGE_PEOPLE):
        raise Http404
    return viewer


def node(viewer: Viewer, uid: str | None) -> Unit:
    """The node whose people are looked at; absent, foreign and unreadable look alike."""
    if not uid:
        return viewer.unit
    try:
        return get_object_or_404(_looked_after(viewer), pk=UUID(uid))
    except ValueError as unreadable:
        raise Http404 from unreadable


def _looked_after(viewer: Viewer) -> QuerySet[Unit]:
    """The unit with all below it; for a commission also the agencies of its territory."""
    below = Unit.objects.under(viewer.unit)
    if not viewer.is_commission or viewer.unit.region is None:
        return below
    lo, hi = Region(code=viewer.unit.region).span
    return below | Unit.objects.filter(kind=Kind.AGENCY, region__gte=lo, region__lt=hi)


def _root_of(viewer: Viewer, here: Unit) -> Unit:
    """Within which the form offers units: an agency stands beside the viewer's own."""
    return here if here.kind == Kind.AGENCY else viewer.unit


def _page(
    request: HttpRequest, viewer: Viewer, here: Unit, form: StaffForm | None = None, *, status: int = 200,
    invited: Person | None = None, address: str = "",
) -> HttpResponse:  # fmt: skip
    words = request.GET.get("q", "").strip()[:40]
    people = staff_of(here).select_related("unit__parent", "account")
    if words:
        people = people.filter(Q(name__contains=words) | Q(initials__startswith=words.lower()))
    total = people[: CEILING + 1].count()
    rows = list(after(people, request.GET.get("after", "")).order_by("sort_key", "pk")[: PAGE + 1])
    shown, last = rows[:PAGE], rows[PAGE - 1] if len(rows) > PAGE else None
    titles = titles_of(shown)
    following = {"at": here.pk, "q": words, "after": f"{last.pk}_{last.sort_key}"} if last else {}
    context = {
        "people": [(person, titles.get(person.pk, "")) for person in shown], "words": words, "here": here,
        "is_own": here.pk == viewer.unit.pk, "form": form or StaffForm(under=_root_of(viewer, here), here=here),
        "invited": invited, "address": address,
        "limit": limit("first_link") if invited else None, "code": drawn(address) if invited else "",
        "foot": {
            "next_url": "?" + urlencode(following) if last else "", "total": min(total, CEILING),
            "total_is_floor": total > CEILING, "shown": len(shown),
        },
    }  # fmt: skip
    return render(request, "people/staff.html", context, status=status)


def after(people: QuerySet[Person], key: str) -> QuerySet[Person]:
    """What follows a row in the order of names; a key that cannot be read is the first page."""
    uid, _, sort_key = key.partition("_")
    try:
        return people.filter(Q(sort_key__gt=sort_key) | Q(sort_key=sort_key, pk__gt=UUID(uid)))
    except ValueError:
        return people
