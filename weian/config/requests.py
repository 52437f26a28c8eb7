"""What no browser sends by itself is taken away before anything reads it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

NUL = "\x00"


class NoNulMiddleware:
    """Takes NUL characters out of the query string: PostgreSQL holds no such text, so no search can mean it.

    A mangled address shows its page; values of forms are checked by the fields, which say so at the place.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or NUL in request.META.get("QUERY_STRING", ""):
            kept = QueryDict(mutable=True)
            for name, words in request.GET.lists():
                kept.setlist(name.replace(NUL, ""), [word.replace(NUL, "") for word in words])
            request.GET = kept  # type: ignore[assignment]
        return self.get_response(request)
