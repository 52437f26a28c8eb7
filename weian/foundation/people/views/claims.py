"""The poster on the wall: who somebody is, said by themselves, confirmed by the head of the ward."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weian.foundation.people import sitting, throttle
from weian.foundation.people.actions.claims import check_can_decide, decide, name_oneself, open_poster
from weian.foundation.people.forms_devices import ClaimForm
from weian.foundation.people.models import Claim
from weian.foundation.people.pack_schema import limit
from weian.foundation.people.roles import May
from weian.foundation.people.viewer import Refused, Viewer
from weian.kernel import clock
from weian.ui import api as ui

MOST = 100


@login_not_required
@require_http_methods(["GET", "POST"])
def poster(request: HttpRequest, token: str) -> HttpResponse:
    """Say who one is. The answer is the same whether or not the ward knows such a person."""
    try:
        found = open_poster(token)
    except Refused as refusal:
        return render(request, "people/link_refused.html", {"reason": refusal}, status=410)
    form = ClaimForm(request.POST or None)
    if sitting.is_shared(request):
        return render(
            request, "people/link_refused.html", {"reason": "请用自己的手机扫码，不要用共用电脑。"}, status=403
        )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            throttle.take_try(request, throttle.CLAIM, str(found.pk))
            secret = name_oneself(found, said["name"], said["number"], said["pin"])
        except Refused as refusal:
            form.add_error("pin", str(refusal))
        else:
            answer = render(request, "people/claimed.html", {"unit": found.unit, "limit": limit("claim")})
            sitting.remember(answer, secret)
            return answer
    return render(request, "people/claim.html", {"form": form, "unit": found.unit}, status=422 if form.errors else 200)


@require_GET
def claims(request: HttpRequest) -> HttpResponse:
    """Who waits to be confirmed."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not may_decide_any(viewer):
        raise Http404
    return render(request, "people/claims.html", {"rows": waiting_for(viewer)[:MOST]})


@require_POST
def decision(request: HttpRequest, uid: UUID) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    claim = get_object_or_404(Claim.objects.select_related("poster", "person"), pk=uid)
    try:
        check_can_decide(viewer, claim.poster.unit_id)
    except Refused as refused:
        raise Http404 from refused
    yes = request.POST.get("is") == "1"
    try:
        decide(claim, yes=yes, by=viewer)
    except Refused as refused:
        context = {"rows": waiting_for(viewer)[:MOST], "refused": refused}
        return render(request, "people/claims.html", context, status=422)
    name = claim.person.name
    ui.say_done(
        request,
        f"已确认是{name}，现在可以用自己的手机和 PIN 登录。" if yes else f"已记下不是{name}，那台手机不能登录。",
    )
    return redirect("claims")


def may_decide_any(viewer: Viewer) -> bool:
    return viewer.may(May.ASSIGN_HAZARD) and not viewer.is_commission


def waiting_for(viewer: Viewer) -> QuerySet[Claim]:
    since = clock.now() - limit("claim").span
    span = viewer.reach.span
    found = Claim.objects.filter(decided_at=None, asked_at__gt=since)
    found = found.filter(poster__unit__pos__gte=span[0], poster__unit__pos__lt=span[1])
    return found.select_related("person", "poster__unit").order_by("asked_at")
