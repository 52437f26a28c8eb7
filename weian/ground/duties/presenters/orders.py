"""An outside body's order as the unit's own work: its lines, its teams, the form for more."""

from __future__ import annotations

from typing import Any

from weian.foundation.documents.models import Document
from weian.foundation.people.api import Viewer, asks
from weian.ground.duties import access
from weian.ground.duties.addresses import url_of
from weian.ground.duties.models import TaskForce
from weian.ground.duties.owed import owed
from weian.ground.duties.presenters import words
from weian.kernel import clock


def context(document: Document, viewer: Viewer) -> dict[str, Any]:
    """What `duties/order.html` shows beside its form."""
    may, refusal = asks(access.check_can_take_order, viewer, document)
    found = sorted(owed([viewer.unit], document=document), key=lambda one: one.obligation.order)
    teams = TaskForce.objects.filter(document=document, unit=viewer.unit).order_by("made_at", "uid")
    today = clock.today()
    return {
        "menu_key": "documents",
        "document": document,
        "origin": words.origin(document),
        "refusal": "" if may else refusal,
        "owed": [{"one": one, "url": url_of(one), "who": words.whose(one), "term": words.term(one)} for one in found],
        "teams": [{"team": one, "is_over": one.ended(today)} for one in teams],
    }
