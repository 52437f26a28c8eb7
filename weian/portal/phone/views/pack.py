"""What the phone takes along, as JSON; nothing new is said in three digits."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from weian.foundation.people.api import Viewer
from weian.foundation.people.middleware import KIND_KEY
from weian.portal.phone.pack import pack_of

SHARED = "公用电脑上不留离线数据。请用自己的手机。"


@gzip_page
@require_safe
def pack(request: HttpRequest) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if request.session.get(KIND_KEY) == "shared":
        return _sent(JsonResponse({"error": SHARED}, status=409, json_dumps_params={"ensure_ascii": False}))
    said = pack_of(viewer)
    if request.headers.get("If-None-Match") == said["tag"]:
        return _sent(HttpResponse(status=304))
    return _sent(JsonResponse(said, json_dumps_params={"ensure_ascii": False}))


def _sent(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer
