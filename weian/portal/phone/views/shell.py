"""The field page, the page that reads codes, and the service worker: the same for everybody, and of nobody."""

from __future__ import annotations

import json

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from weian.portal.phone.build import build
from weian.portal.phone.files import EARLY, ICONS, MODULES, READER, shell_files, styles


@gzip_page
@login_not_required
@require_safe
def field(request: HttpRequest) -> HttpResponse:
    context = {"build": build(), "styles": styles(), "icons": ICONS, "modules": MODULES, "early": EARLY}
    return _fresh(render(request, "phone/field.html", context))


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
