"""Errors are said in Chinese, and absent looks like forbidden."""

from __future__ import annotations

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from weian.config import logs


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404 and 403 alike: whether a thing exists is nobody's business but its owner's."""
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page left open too long. What was typed is still in the browser's draft."""
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database is away."""
    away = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    # Drawn without the request: who looks, and the menu, would ask the database that has just failed.
    return HttpResponse(
        render_to_string("503.html" if away else "500.html", {"number": logs.number.get()}), status=503 if away else 500
    )
