"""Whether a person is better served by the phone's pages. Only posts on the ground are led there, and may go back."""

from __future__ import annotations

import re

from django.http import HttpRequest

from weian.foundation.people.api import PostClass, Viewer
from weian.foundation.people.middleware import SMALL_KEY

GROUND = {PostClass.WARD_KEEPER, PostClass.STAFF, PostClass.OPERATOR, PostClass.HEAD}
DESK_KEY = "desk"
_PHONE = re.compile(r"\b(Mobi|Android|iPhone|MicroMessenger)", re.IGNORECASE)


def wants_phone(request: HttpRequest) -> bool:
    """A small screen (told at sign-in or by the browser), a post on the ground, and nobody asked for the desk."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.post.post_class not in GROUND or request.session.get(DESK_KEY):
        return False
    return bool(request.session.get(SMALL_KEY)) or _is_phone(request)


def prefer_desk(request: HttpRequest) -> None:
    """The person asked for the desk's pages; kept until they open the phone's again."""
    request.session[DESK_KEY] = True


def prefer_phone(request: HttpRequest) -> None:
    request.session.pop(DESK_KEY, None)


def _is_phone(request: HttpRequest) -> bool:
    hint = request.headers.get("Sec-CH-UA-Mobile")
    return hint == "?1" or (hint is None and bool(_PHONE.search(request.headers.get("User-Agent", ""))))
