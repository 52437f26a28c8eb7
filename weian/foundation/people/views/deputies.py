"""Who stands in for whom, from when to when: named by oneself, or by the desk for somebody who cannot."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from weian.foundation.people.actions.deputies import NEVER, end_deputy, name_deputy
from weian.foundation.people.forms import DeputyForm
from weian.foundation.people.models import Appointment
from weian.foundation.people.queries import colleagues
from weian.foundation.people.roles import May
from weian.foundation.people.viewer import Refused, Viewer
from weian.kernel import clock
from weian.ui import api as ui

MOST = 500


@require_http_methods(["GET", "POST"])
def deputies(request: HttpRequest) -> HttpResponse:
    viewer = _viewer(request)
    form = _form(viewer, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            name_deputy(said["held"], said["deputy"], first=said["first"], last=said["last"], by=viewer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            ui.say_done(request, f"已由{said['deputy'].name}代理，期间办的事都记为代{said['held'].person.name}。")
            return redirect("deputies")
    context = {"rows": _standing_in(viewer), "form": form, "alone": colleagues(viewer.unit).count() <= 1}
    return render(request, "people/deputies.html", context, status=422 if form.errors else 200)


@require_POST
def ending(request: HttpRequest, uid: UUID) -> HttpResponse:
    viewer = _viewer(request)
    standing_in = get_object_or_404(_seen(viewer).filter(stands_in_for__isnull=False), pk=uid)
    try:
        end_deputy(standing_in, by=viewer)
    except Refused as refused:
        raise Http404 from refused
    ui.say_done(request, "代理已结束。")
    return redirect("deputies")


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.scope.ranges:
        raise Http404
    return viewer


def _seen(viewer: Viewer) -> Any:
    """Appointments for which the viewer names deputies: the person's own, for a desk those of the unit."""
    held = Appointment.objects.select_related("person", "post__unit", "post__reach__parent", "stands_in_for")
    if not viewer.may(May.ROUTE_TASKS):
        return held.filter(person=viewer.person) | held.filter(stands_in_for=viewer.person)
    people = colleagues(viewer.unit)
    return held.filter(person__in=people) | held.filter(stands_in_for__in=people)


def _form(viewer: Viewer, posted: Any) -> DeputyForm:
    posts = _seen(viewer).on(clock.today()).filter(stands_in_for=None, post__ended_on=None)
    posts = posts.exclude(post__post_class__in=NEVER)
    people = colleagues(viewer.unit).select_related("unit").order_by("sort_key")
    mine = posts.filter(person=viewer.person).first()
    initial = {"held": mine.pk if mine else None, "first": clock.today()}
    return DeputyForm(posted, posts=posts.order_by("person__sort_key"), people=people, initial=initial)


def _standing_in(viewer: Viewer) -> list[Appointment]:
    """Present and coming ones, soonest first."""
    found = _seen(viewer).filter(stands_in_for__isnull=False, valid_to__gt=clock.today())
    return list(found.order_by("valid_from", "uid")[:MOST])
