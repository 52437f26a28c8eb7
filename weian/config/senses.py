"""What of a device our pages may use: the camera, to read labels. Nobody's voice and nobody's place, by any script."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = "camera=(self), microphone=(), geolocation=()"


class SensesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        answer.headers["Permissions-Policy"] = POLICY
        return answer
