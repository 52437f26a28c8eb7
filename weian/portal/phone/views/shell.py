"""The field page, the page that reads codes, and the service worker: the same for everybody, and of nobody.

But the first time somebody who is signed in opens the field page it brings along what they work with.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from weian.foundation.people.api import Viewer
from weian.ground.hazards import api as hazards
from weian.portal.phone.build import build
from weian.portal.phone.files import ICONS, READER, modules, shell_files, styles
from weian.portal.phone.views.pack import PLACE, brought, takes_along


@gzip_page
@login_not_required
@require_safe
def field(request: HttpRequest) -> HttpResponseBase:
    """A worker asks for it as nobody and keeps it: who is somebody comes here while no worker is there yet."""
    viewer: Viewer | None = request.viewer if takes_along(request) else None  # type: ignore[attr-defined]
    context = {
        "build": build(),
        "styles": styles(),
        "icons": ICONS,
        "modules": modules(),
        "place": viewer and PLACE,
        "fire": hazards.FIRE,
    }
    page = render(request, "phone/field.html", context)
    return _with_pack(request, page, viewer) if viewer else _fresh(page)


def _with_pack(request: HttpRequest, page: HttpResponse, viewer: Viewer) -> HttpResponseBase:
    """The page at once, and the pack as soon as it is there: a browser asks for the page's files meanwhile."""

    def parts() -> Iterator[bytes]:
        head, tail = page.content.split(f">{PLACE}<".encode())
        yield head + b">"
        yield brought(viewer)
        yield b"<" + tail

    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = StreamingHttpResponse(_packed(parts()) if packs else parts(), content_type=page["Content-Type"])
    if packs:
        answer["Content-Encoding"] = "gzip"
    answer["Cache-Control"] = "no-store"
    patch_vary_headers(answer, ("Accept-Encoding",))
    return answer


def _packed(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Each part as soon as it is there; Django's own way keeps small ones back."""
    packing = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    for part in parts:
        yield packing.compress(part) + packing.flush(zlib.Z_SYNC_FLUSH)
    yield packing.flush()


@gzip_page
@login_not_required
@require_safe
@csp_update({"script-src": ["'wasm-unsafe-eval'"]})
def scan(request: HttpRequest) -> HttpResponse:
    """The only page on which WebAssembly may be compiled: the reader of codes where the browser has none."""
    return _fresh(render(request, "phone/scan.html", {"styles": styles()}))


@gzip_page
@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Asked for anew by the browser at each start; another digest of the files is another version."""
    context = {
        "build": build(),
        "files": json.dumps([static(name) for name in shell_files()]),
        "wasm": json.dumps([static(name) for name in READER]),
    }
    answer = render(request, "phone/sw.js", context, content_type="text/javascript; charset=utf-8")
    # A label on a wall is opened by any phone at /q/…: the worker answers there too.
    answer["Service-Worker-Allowed"] = "/"
    return _fresh(answer)


def _fresh(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-cache"
    return answer
