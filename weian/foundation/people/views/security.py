"""The security administrator's day: who is signed in where, what is locked, what is stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from weian.foundation.people import throttle
from weian.foundation.people.actions import securing
from weian.foundation.people.models import Device, Person, Session
from weian.foundation.people.pack_schema import session_rules
from weian.foundation.people.queries import staff_of
from weian.foundation.people.roles import May
from weian.foundation.people.viewer import Refused, Viewer
from weian.foundation.people.views.staff import after
from weian.kernel import clock
from weian.ui import api as ui

PAGE = 50


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def act(request: HttpRequest, uid: UUID, deed: str) -> HttpResponse:
    """One of the deeds at one person."""
    viewer = _securing(request)
    person = get_object_or_404(_people(viewer).select_related("unit", "account"), pk=uid)
    if deed not in DEEDS:
        raise Http404
    try:
        said = DEEDS[deed](request, person, viewer)
    except Refused as refused:
        return _page(request, person, str(refused))
    ui.say_done(request, said)
    return redirect(f"{reverse('security')}?{urlencode({'q': person.name})}")


def _end(request: HttpRequest, person: Person, by: Viewer) -> str:
    return f"{person.name}已在 {securing.end_sessions(person, by=by)} 处退出。"


def _unlock(request: HttpRequest, person: Person, by: Viewer) -> str:
    securing.note_unlocked(person, by=by)
    throttle.forget(request, person.account)
    return f"{person.name}的账号已解锁，可以再试。"


def _stop(request: HttpRequest, person: Person, by: Viewer) -> str:
    securing.stop_account(person, by=by, why=request.POST.get("why", ""))
    return f"{person.name}的账号已停用，已退出，绑定的设备已解除。"


def _open(request: HttpRequest, person: Person, by: Viewer) -> str:
    securing.open_again(person, by=by)
    return f"{person.name}的账号已启用。"


def _second(request: HttpRequest, person: Person, by: Viewer) -> str:
    securing.drop_second_step(person, by=by, why=request.POST.get("why", ""))
    return f"{person.name}的第二步验证已取消，请本人重新设。"


DEEDS: dict[str, Callable[[HttpRequest, Person, Viewer], str]] = {
    "sign-out": _end, "unlocking": _unlock, "stopping": _stop, "opening": _open, "second-step": _second,
}  # fmt: skip


def _securing(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may(May.SECURITY):
        raise Http404
    return viewer


def _people(viewer: Viewer) -> Any:
    return staff_of(viewer.unit).filter(account__isnull=False)


def _page(request: HttpRequest, at: Person | None = None, refusal: str = "") -> HttpResponse:
    viewer = _securing(request)
    words = request.GET.get("q", "").strip()[:40] or (at.name if at else "")
    people = _people(viewer).select_related("unit__parent", "account")
    if words:
        people = people.filter(Q(name__contains=words) | Q(initials__startswith=words.lower()))
    elif request.GET.get("on") == "1":
        people = people.filter(pk__in=Session.objects.filter(_alive()).values("account__person"))
    rows = list(after(people, request.GET.get("after", "")).order_by("sort_key", "pk")[: PAGE + 1])
    shown, last = rows[:PAGE], rows[PAGE - 1] if len(rows) > PAGE else None
    following = {"q": words, "on": request.GET.get("on", ""), "after": f"{last.pk}_{last.sort_key}"} if last else {}
    context = {
        "people": _told(request, shown), "words": words, "only_on": request.GET.get("on") == "1", "refusal": refusal,
        "refused_at": at, "rules": session_rules().values(), "next_url": "?" + urlencode(following) if last else "",
        "shared": Device.objects.filter(unit__pos__gte=viewer.unit.pos, unit__pos__lt=viewer.unit.end, ended_at=None)
        .select_related("unit__parent").order_by("-bound_at")[:PAGE],
    }  # fmt: skip
    return render(request, "people/security.html", context, status=422 if refusal else 200)


def _told(request: HttpRequest, people: list[Person]) -> list[dict[str, Any]]:
    """Each with their open sessions, lock, second step and devices; four queries for all."""
    accounts = [one.account.pk for one in people]
    open_: dict[int | None, list[Session]] = {}
    for session in Session.objects.filter(_alive(), account__in=accounts).order_by("-seen_at"):
        open_.setdefault(session.account_id, []).append(session)
    second = set(Authenticator.objects.filter(user__in=accounts).values_list("user", flat=True))
    locked = throttle.locked(request, [one.account for one in people])
    names = {code: rule.title for code, rule in session_rules().items()}
    return [
        {
            "person": one, "second": one.account.pk in second, "locked": one.account.pk in locked,
            "sessions": [
                (names.get(session.sits_at, "办公电脑"), _moment(session.seen_at or session.began_at))
                for session in open_.get(one.account.pk, [])
            ],
        }
        for one in people
    ]  # fmt: skip


def _alive() -> Q:
    return Q(expire_date__gt=clock.now())


def _moment(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, tz=clock.SHANGHAI) if seconds else None
