"""The red list: what must not wait, and what climbed its ladder to the commission (ESC-N)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse

from weian.foundation.documents import api as documents
from weian.foundation.ladder import api as ladder
from weian.foundation.org.api import rows_at
from weian.foundation.org.models import Unit
from weian.ground.hazards import api as hazards
from weian.kernel import clock
from weian.oversight.reports.catalogue import measures

MOST = 12
WANTED = [("hazards.open_by", {"grade": str(hazards.Grade.MAJOR)})]


def reds(node: Unit, today: date) -> tuple[list[dict[str, Any]], int]:
    """Open major hazards by term, then notices with receipts past their day; and how many there are in all."""
    major = measures(WANTED, node, on=today)[0].numerator
    shown = rows_at(node, "reds.majors", _majors, hazards.domains_apart())
    rows = [
        {
            "title": one.title, "due": one.due, "since": "没有期限", "url": reverse("hazard", args=[one.pk]),
            "meta": " · ".join(part for part in (one.unit.title, one.no, one.get_status_display()) if part),
        }
        for one in shown
    ]  # fmt: skip
    late = documents.Receipt.objects.binding().under(node).overdue(today)
    by_document = late.values("document", "document__title").annotate(n=Count("pk"), first=Min("due"))
    notices = list(by_document.order_by("first", "document"))
    unsigned = [
        {
            "title": f"《{row['document__title']}》", "due": row["first"], "since": "",
            "meta": f"{row['n']}家超期没有签收", "url": reverse("document", args=[row["document"]]),
        }
        for row in notices[:MOST]
    ]  # fmt: skip
    raised = _raised(node)
    listed = [
        {
            "title": one.about, "due": one.due, "since": "", "url": one.url,
            "meta": f"{one.unit.title} · {one.title}（{one.reached_at.astimezone(clock.SHANGHAI):%m-%d} 起）",
        }
        for one in ladder.in_full(raised[: MOST - len(rows)])
    ]  # fmt: skip
    return [*rows, *unsigned, *listed][:MOST], major + len(notices) + len(raised)


def _majors(node: Unit) -> QuerySet[hazards.Hazard]:
    """Which they are an index alone tells; the rest is read of those."""
    found = hazards.Hazard.objects.under(node).safety().open().filter(grade=hazards.Grade.MAJOR)
    soonest = found.order_by("due_key", "uid").values("pk")[:MOST]
    return hazards.Hazard.objects.filter(pk__in=soonest).select_related("unit").order_by("due_key", "uid")


def _raised(node: Unit) -> list[ladder.Rung]:
    """What climbed to its supervising commission."""
    return ladder.on_board(node, _not_listed, hazards.domains_apart())


def _not_listed() -> Q:
    """Major hazards and receipts stand on the list by themselves; of hazards those of production safety alone."""
    listed = hazards.Hazard.objects.safety().exclude(grade=hazards.Grade.MAJOR).filter(pk=OuterRef("target"))
    return ~Q(kind="receipt") & (Q(Exists(listed)) | ~Q(kind=hazards.Hazard.audit_kind))
