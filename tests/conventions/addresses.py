"""Every address of the product, with made-up values where it asks for some, and what looks over a view's shoulder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from weian.config import urls as product
from weian.foundation.org.models import Instance

MADE_UP = {"uuid": "5c1b8d04-7f0e-4d0a-9b7a-3f4c5f1f6a10", "str": "made-up", "slug": "made-up", "int": "1"}
MADE_UP_PARTS = {r"^(?:signup|email|confirm-email|password/reset)/": "signup/", r"(?P<key>[-:\w]+)": "made-up"}


def addresses() -> dict[str, str]:
    """Route as written → an address that it answers to."""
    return {route: _address(route) for route in _routes(get_resolver())}


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route
        else:
            yield from _routes(one, route)


def _address(route: str) -> str:
    for pattern, value in MADE_UP_PARTS.items():
        route = route.replace(pattern, value)
    route = re.sub(r"\(\?P<\w+>[^()]*\)", "made-up", route)
    route = re.sub(r"<(?:(\w+):)?\w+>", lambda found: MADE_UP[found[1] or "str"], route)
    return "/" + re.sub(r"[\^$]", "", route)


class WatchTransaction:
    """Middleware below all others: says in a header whether the view's transaction may write."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_read_only")
            read_only = cursor.fetchone()[0]
        response = self.get_response(request)
        response["X-Read-Only"] = read_only
        return response


def careless(request: HttpRequest) -> HttpResponse:
    """A view that forgets that GET must not write."""
    Instance.objects.create(is_demo=True, name="written by GET", made_at="2026-01-01T00:00:00Z")
    return HttpResponse("written")


urlpatterns = [path("careless/", careless), *product.urlpatterns]
handler500 = "weian.config.errors.server_error"
