"""The red list: what must not wait."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse

from weian.foundation.documents import api as documents
from weian.foundation.org.models import Unit
from weian.ground.hazards import api as hazards

MOST = 12


def reds(node: Unit, today: date) -> tuple[list[dict[str, Any]], int]:
    """Open major hazards by term, then notices with receipts past their day; and how many there are in all."""
    major = hazards.Hazard.objects.under(node).open().filter(grade=hazards.Grade.MAJOR)
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
    return [*rows, *unsigned][:MOST], major.count() + by_document.count()
