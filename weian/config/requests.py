"""What no browser sends by itself is refused before anything reads it."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


class NoNulMiddleware:
    """An address with a NUL character is a bad request: PostgreSQL holds no such text, so no search can mean it.

    Values of forms are checked by the fields, which say so at the place.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or any("\x00" in word for _, words in request.GET.lists() for word in words):
            raise BadRequest("NUL in the address")
        return self.get_response(request)
