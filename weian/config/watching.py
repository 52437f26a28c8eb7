"""The middleware that keeps watch: every answer gets a number, is counted and logged; three addresses tell how it is.

They are answered here, above sessions and the request's transaction, because they must answer when the database does
not: /healthz (the process lives), /readyz (people can be sent here), /metrics (for Prometheus).
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseNotFound

from weian.config import health, logs, metrics

log = logging.getLogger("weian.request")

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
PLAIN = "text/plain; charset=utf-8"
EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"


class WatchMiddleware:
    """Outermost but for the headers: what it times is what people wait for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._counts: tuple[int, metrics.Counts] | None = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (tell := TOLD.get(request.path_info)) is not None:
            answer = tell(request) if request.method in {"GET", "HEAD"} else HttpResponseNotAllowed(["GET", "HEAD"])
            answer["Cache-Control"] = "no-store"
            answer._has_been_logged = True  # type: ignore[attr-defined]  # a probe every few seconds is no news
            return answer
        began = time.perf_counter()
        given = secrets.token_hex(8)
        token = logs.number.set(given)
        try:
            response = self.get_response(request)
            self._note(request, response, time.perf_counter() - began)
        finally:
            logs.number.reset(token)
        response["X-Request-Number"] = given
        return response

    def _note(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        method = request.method if request.method in METHODS else "OTHER"
        route = _route(request)
        with contextlib.suppress(OSError):  # a full disk shall not cost an answer
            self._own_counts().add(str(method), route, response.status_code, seconds)
        if route == "static":
            return
        viewer = getattr(request, "viewer", None)
        role = str(viewer.post.post_class) if viewer else "nobody"
        fields = {"method": method, "route": route, "status": response.status_code, "ms": round(seconds * 1000, 1)}
        log.info("answered", extra={**fields, "role": role})

    def _own_counts(self) -> metrics.Counts:
        """This process's own: one that was forked takes a new file."""
        pid = os.getpid()
        if self._counts is None or self._counts[0] != pid:
            self._counts = pid, metrics.Counts(health.counts_folder() / str(pid))
        return self._counts[1]


def _route(request: HttpRequest) -> str:
    if request.path_info.startswith(settings.STATIC_URL):
        return "static"
    return request.resolver_match.route or "/" if request.resolver_match else "none"


def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type=PLAIN)


def ready(request: HttpRequest) -> HttpResponse:
    found = health.readiness()
    text = "".join(f"{name}: {state}\n" for name, state in found.items())
    return HttpResponse(text, content_type=PLAIN, status=200 if set(found.values()) == {"ok"} else 503)


def told_metrics(request: HttpRequest) -> HttpResponse:
    if not _may_scrape(request):
        return HttpResponseNotFound(content_type=PLAIN)
    return HttpResponse(health.measured(), content_type=EXPOSITION)


def _may_scrape(request: HttpRequest) -> bool:
    """From this machine itself, not through a proxy on it; from elsewhere with the token, where one is set."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN and secrets.compare_digest(given.encode(), settings.METRICS_TOKEN.encode()):
        return True
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded"))
    return request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"} and not forwarded


TOLD: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/healthz": live,
    "/readyz": ready,
    "/metrics": told_metrics,
}
