"""The list of draws: keyset pages of 50, newest first."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from weian.foundation.people.api import May, Viewer
from weian.ground.experts.models import Draw, OpenedDraw
from weian.kernel import keyset

PAGE, CEILING = 50, 10_000
OWN, OPENED = "", "opened"


def page(viewer: Viewer, view: str, after: str) -> dict[str, Any]:
    """Draws of one's own commission and below; or what was opened to the viewer's unit."""
    own = viewer.is_commission and (viewer.may(May.DRAW) or Draw.objects.visible_to(viewer).exists())
    view = view if own and view in (OWN, OPENED) else (OWN if own else OPENED)
    found = Draw.objects.visible_to(viewer) if view == OWN else OpenedDraw.objects.visible_to(viewer)
    found = found.select_related("unit", *(("witness", "office") if view == OWN else ()))
    total = found.order_by()[: CEILING + 1].count()
    heavy = ("paper", "result") if view == OWN else ("record",)
    rows = list(keyset.older(found.order_by("-made_at", "-uid").defer(*heavy), after)[: PAGE + 1])
    shown = rows[:PAGE]
    key = keyset.key_of(shown[-1].made_at, shown[-1].uid) if len(rows) > PAGE else ""
    views = [("", "组织的抽取", OWN), ("?view=opened", "公开的抽取", OPENED)]
    return {
        "views": [
            {"url": url or "?", "label": label, "count": None, "is_here": code == view} for url, label, code in views
        ] if own else [],
        "rows": [{"draw": one, "what": Draw.What(one.what).label} for one in shown],
        "own": view == OWN,
        "foot": {
            "next_url": "?" + urlencode({"view": view, "after": key}) if key else "",
            "total": min(total, CEILING), "total_is_floor": total > CEILING, "shown": len(shown),
        },
    }  # fmt: skip
