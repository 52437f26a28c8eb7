"""What the page in the phone asks and sends. Answers are JSON; their meaning is in the README."""

from __future__ import annotations

import base64
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_POST, require_safe

from weian.foundation.people import api as people
from weian.foundation.people.api import Refused, Viewer
from weian.foundation.people.middleware import KIND_KEY
from weian.kernel import clock, keyset
from weian.portal.phone import keys, told
from weian.portal.phone.actions import landing, syncing
from weian.portal.phone.build import build

MOST_BYTES = 2 * 2**20
PIECE = 2**20


def own_transactions(view: Any) -> Any:
    """Acts of a phone commit one by one: the request has no transaction around it (people.ScopeMiddleware)."""
    view.own_transactions = True
    return view


@login_not_required
@require_safe
def hello(request: HttpRequest) -> HttpResponse:
    """Who sits here, by our clock; the keys of that person; the token that a POST needs."""
    viewer: Viewer | None = request.viewer  # type: ignore[attr-defined]
    said: dict[str, Any] = {"now": clock.now().isoformat(), "build": build(), "person": None}
    if viewer is not None:
        said |= {
            "person": str(viewer.person.uid), "name": viewer.person.name, "post": str(viewer.appointment.uid),
            "title": viewer.post_title, "unit": str(viewer.unit.pk), "unit_name": viewer.unit.title,
            "reach_name": viewer.reach.title, "shared": request.session.get(KIND_KEY) == "shared",
            "posts": [str(one.uid) for one in viewer.posts], "csrf": get_token(request),
            "keys": [
                {"id": name, "key": base64.b64encode(key).decode()}
                for name, key in keys.keys_of(viewer.person.uid).items()
            ],
        }  # fmt: skip
    elif _is_put_out(request):
        said["forget"] = True
    return _answer(said)


def _is_put_out(request: HttpRequest) -> bool:
    """Whether a phone without a session must forget what it took along: not for a session that merely ran out.

    It names its last person, the name of their key, which only their phone has, and when it was last greeted.
    """
    was, key, greeted = [*request.headers.get("X-Phone-Was", "").split(" "), "", "", ""][:3]
    person, since = keyset.uid(was), told.moment(greeted)
    if person is None or since is None or key not in keys.keys_of(person):
        return False
    return people.is_put_out(person, since=since, device=request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""))


@own_transactions
@require_POST
def sync(request: HttpRequest) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return _refused("一次发得太多了，请分几次发。", 413)
    try:
        batch = told.read(request.body)
        received = syncing.receive(viewer, batch)
    except told.Unreadable as unreadable:
        return _refused(str(unreadable), 422)
    except syncing.Stranger:
        return _refused("这个待发送箱是另一个人的。请由本人登录后发送。", 422)
    except Refused as refused:
        return _refused(str(refused), 422)
    return _answer({"now": clock.now().isoformat(), "outcomes": received.outcomes, "gaps": received.gaps})


@own_transactions
@require_POST
def photos(request: HttpRequest) -> HttpResponse:
    """One piece of a photo: ?uid=…&at=offset, the bytes as body."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    uid, at = keyset.uid(request.GET.get("uid", "")), request.GET.get("at", "")
    if uid is None or not (at.isascii() and at.isdecimal() and len(at) < 10):
        return _refused("没有说明是哪张照片的哪一段。", 422)
    if int(request.META.get("CONTENT_LENGTH") or 0) > PIECE:
        return _refused("一段照片太大了，请分小段发。", 413)
    try:
        taken = landing.land(viewer, uid, int(at), request.body)
    except landing.NotAwaited:
        return _refused("没有记录在等这张照片。", 404)
    except Refused as refused:
        return _refused(str(refused), 422)
    said = {"at": taken.at, "landed": taken.landed, "reason": taken.reason, "outcome": taken.outcome}
    return _answer({key: value for key, value in said.items() if value or key == "at"}, 200 if taken.right else 409)


def _refused(sentence: str, status: int) -> HttpResponse:
    return _answer({"error": sentence}, status)


def _answer(said: dict[str, Any], status: int = 200) -> HttpResponse:
    answer = JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "no-store"
    return answer
