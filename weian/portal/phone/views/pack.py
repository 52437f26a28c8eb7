"""What the phone takes along, as JSON; nothing new is said in three digits."""

from __future__ import annotations

import json
import logging

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from weian.foundation.people.api import Viewer
from weian.foundation.people.middleware import KIND_KEY
from weian.kernel import scope
from weian.portal.phone.pack import pack_of

SHARED = "公用电脑上不留离线数据。请用自己的手机。"
PLACE = "null"  # where the pack comes in the page, and what stands there without one
_NO_MARKUP = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
log = logging.getLogger("weian.phone")


@gzip_page
@require_safe
def pack(request: HttpRequest) -> HttpResponse:
    if not takes_along(request):
        return _sent(JsonResponse({"error": SHARED}, status=409, json_dumps_params={"ensure_ascii": False}))
    said = pack_of(request.viewer)  # type: ignore[attr-defined]
    if request.headers.get("If-None-Match") == said["tag"]:
        return _sent(HttpResponse(status=304))
    return _sent(JsonResponse(said, json_dumps_params={"ensure_ascii": False}))


def takes_along(request: HttpRequest) -> bool:
    """Somebody at a device of their own; a ward's shared computer keeps nothing."""
    return bool(request.viewer and request.session.get(KIND_KEY) != "shared")  # type: ignore[attr-defined]


def brought(viewer: Viewer) -> bytes:
    """The pack as it stands inside the field page, which saves the first use a way to the server.

    The view is over when it is asked for: it has a scope of its own. Where it fails the page asks for itself.
    """
    try:
        with scope.applied(viewer.scope, read_only=True):
            said = json.dumps(pack_of(viewer), ensure_ascii=False, separators=(",", ":"))
    except Exception:
        log.exception("the pack did not come with the page")
        return PLACE.encode()
    return said.translate(_NO_MARKUP).encode()


def _sent(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer
