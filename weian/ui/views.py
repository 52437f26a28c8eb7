"""The parts page: every part with sample data, for those who build pages. Only in a demo or with DEBUG."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from weian.ui.gallery import samples

# Page of the gallery: its template and its samples in gallery.yaml.
PAGES: dict[str, tuple[str, str]] = {
    "": ("ui/parts.html", "parts"),
    "board": ("ui/parts_board.html", "board"),
    "phone": ("ui/parts_phone.html", "phone"),
    "phone-home": ("ui/parts_phone_home.html", "phone"),
    "work": ("ui/parts_work.html", "work"),
    "plain": ("ui/parts_plain.html", "phone"),
}


def parts(request: HttpRequest, page: str = "") -> HttpResponse:
    """One page of the gallery. Raises Http404 outside a demo and for an unknown page."""
    instance = getattr(request, "instance", None)
    if not (settings.DEBUG or (instance and instance.is_demo)) or page not in PAGES:
        raise Http404
    template, data = PAGES[page]
    theme = "light" if request.GET.get("theme") == "light" else "wall"
    return render(request, template, samples(data) | {"wall_theme": theme})
