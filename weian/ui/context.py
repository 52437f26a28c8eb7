"""Template context of every page: the viewer, the instance, the menu and the doors of the frame."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest

from weian.ui import menu


@dataclass(frozen=True)
class Instance:
    """What kind of installation this is when no middleware says it (``request.instance``)."""

    is_demo: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """Frame data. What may cost a query is called by the template, once; pages without a frame pay nothing."""
    viewer = getattr(request, "viewer", None)
    return {
        "viewer": viewer,
        "instance": getattr(request, "instance", None) or Instance(is_demo=False),
        "wa_menu": cache(lambda: menu.menu_for(request)),
        "wa_beside": cache(lambda: menu.beside(request)),
        "wa_tabs": cache(lambda: menu.tabs_for(request)),
        "wa_doors": cache(menu.doors),
        "wa_inbox_count": cache(lambda: menu.door_count("inbox", request)),
    }
