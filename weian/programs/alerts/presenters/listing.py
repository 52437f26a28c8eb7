"""The list of alerts: keyset pages of 50, newest first."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from weian.foundation.documents import api as documents
from weian.foundation.people.api import Viewer
from weian.kernel import keyset
from weian.programs.alerts import queries

PAGE, CEILING = 50, 10_000
VIEWS = {"": "全部", "received": "收到的", "sent": "本单位发出"}


def page(viewer: Viewer, view: str, after: str) -> dict[str, Any]:
    """One page; an unknown view or key is the first page of all."""
    view = view if view in VIEWS else ""
    found = queries.visible_to(viewer)
    if view == "sent":
        found = found.filter(issuer=viewer.unit)
    elif view == "received":
        found = found.filter(receipts__unit=viewer.unit)
    total = found.order_by()[: CEILING + 1].count()
    rows = list(keyset.older(found, after).defer("body")[: PAGE + 1])
    shown = rows[:PAGE]
    own = documents.states_for(shown, viewer.unit)
    key = keyset.key_of(shown[-1].made_at, shown[-1].uid) if len(rows) > PAGE else ""
    return {
        "views": [
            {"url": f"?view={code}" if code else "?", "label": label, "count": None, "is_here": code == view}
            for code, label in VIEWS.items()
        ],
        "rows": [{"document": one, "receipt": own.get(one.pk)} for one in shown],
        "foot": {
            "next_url": "?" + urlencode({"view": view, "after": key}) if key else "",
            "total": min(total, CEILING), "total_is_floor": total > CEILING, "shown": len(shown),
        },
    }  # fmt: skip
