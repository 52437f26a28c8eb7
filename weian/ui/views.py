"""The parts page: every part with sample data, for those who build pages. Only in a demo or with DEBUG."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from weian.ui.gallery import samples
from weian.ui.wall import board_samples, phone_samples, work_samples

PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "": ("ui/parts.html", samples),
    "board": ("ui/parts_board.html", board_samples),
    "phone": ("ui/parts_phone.html", phone_samples),
    "phone-home": ("ui/parts_phone_home.html", dict),
    "work": ("ui/parts_work.html", work_samples),
    "plain": ("ui/parts_plain.html", dict),
}


def parts(request: HttpRequest, page: str = "") -> HttpResponse:
    """One page of the gallery. Raises Http404 outside a demo and for an unknown page."""
    instance = getattr(request, "instance", None)
    if not (settings.DEBUG or (instance and instance.is_demo)) or page not in PAGES:
        raise Http404
    template, data = PAGES[page]
    return render(request, template, data() | {"wall_theme": request.GET.get("theme", "wall")})
