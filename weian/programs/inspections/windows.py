"""When the notice wants an inspection: a plan outside those days is warned of, not forbidden (S2-3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from weian.foundation.documents.api import Clause, Document
from weian.kernel.text.dates import find_whens
from weian.kernel.text.days import Context

Window = tuple[date, date]


def window_of(document: Document | None, clauses: Iterable[UUID]) -> Window | None:
    """The days that the named clauses speak of; 1月中上旬 is 1 to 20 January. None where they name none."""
    wanted = list(clauses)
    if document is None or not wanted:
        return None
    spans: list[Window] = []
    for clause in Clause.objects.filter(document=document, pk__in=wanted):
        context = Context(issued=document.issued_on)
        for when in find_whens(f"{clause.heading}\n{clause.text}", context):
            if when.first and when.last and when.kind in ("span", "bare"):
                spans.append((when.first, when.last))
    return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None


def warning(first: date, last: date, window: Window | None) -> str:
    """A sentence where the planned days leave the window; empty where they do not, or where there is none."""
    if window is None or (window[0] <= first and last <= window[1]):
        return ""
    return (
        f"通知要求在 {window[0]:%Y-%m-%d} 至 {window[1]:%Y-%m-%d} 之间，现在排在 {first:%Y-%m-%d} 至 {last:%Y-%m-%d}。"
    )
