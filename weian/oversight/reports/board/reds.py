"""The red list: what must not wait, and what climbed its ladder to the commission (ESC-N)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse

from weian.foundation.documents import api as documents
from weian.foundation.ladder import api as ladder
from weian.foundation.org.models import Unit
from weian.ground.hazards import api as hazards
from weian.kernel import clock

MOST = 12


def reds(node: Unit, today: date) -> tuple[list[dict[str, Any]], int]:
    """Open major hazards by term, then notices with receipts past their day; and how many there are in all."""
    major = hazards.Hazard.objects.under(node).safety().open().filter(grade=hazards.Grade.MAJOR)
    rows = [
        {
            "title": one.title, "due": one.due, "since": "没有期限", "url": reverse("hazard", args=[one.pk]),
            "meta": " · ".join(part for part in (one.unit.title, one.no, one.get_status_display()) if part),
        }
        for one in major.select_related("unit").order_by("due_key", "uid")[:MOST]
    ]  # fmt: skip
    late = documents.Receipt.objects.binding().under(node).overdue(today)
    by_document = late.values("document", "document__title").annotate(n=Count("pk"), first=Min("due")).order_by("first")
    unsigned = [
        {
            "title": f"《{row['document__title']}》", "due": row["first"], "since": "",
            "meta": f"{row['n']}家超期没有签收", "url": reverse("document", args=[row["document"]]),
        }
        for row in by_document[:MOST]
    ]  # fmt: skip
    raised = _raised(node)
    listed = [
        {
            "title": one.about, "due": one.due, "since": "", "url": one.url,
            "meta": f"{one.unit.title} · {one.title}（{one.reached_at.astimezone(clock.SHANGHAI):%m-%d} 起）",
        }
        for one in raised[:MOST]
    ]  # fmt: skip
    return [*rows, *unsigned, *listed][:MOST], major.count() + by_document.count() + len(raised)


def _raised(node: Unit) -> list[ladder.Rung]:
    """What climbed to its supervising commission; major hazards and receipts stand on the list by themselves.

    Of hazards those of production safety alone.
    """
    found = ladder.on_board(node, without=["receipt"])
    targets = [one.target for one in found if one.kind == hazards.Hazard.audit_kind]
    safety = hazards.Hazard.objects.filter(pk__in=targets).safety().exclude(grade=hazards.Grade.MAJOR)
    listed = set(safety.values_list("pk", flat=True))
    return [one for one in found if one.kind != hazards.Hazard.audit_kind or one.target in listed]
