"""When the notice wants an inspection: a plan outside those days is warned of, not forbidden (S2-3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from weian.foundation.documents.api import Clause, Document
from weian.kernel.text.dates import find_whens
from weian.kernel.text.days import Context, When, day_at

Window = tuple[date, date]


def window_of(document: Document | None, clauses: Iterable[UUID]) -> Window | None:
    """The days that the named clauses speak of; 1月中上旬 is 1 to 20 January. None where they name none."""
    wanted = list(clauses)
    if document is None or not wanted:
        return None
    spans: list[Window] = []
    for clause in Clause.objects.filter(document=document, pk__in=wanted):
        spans += _spans(f"{clause.heading}\n{clause.text}", document.issued_on)
    return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None


def _spans(text: str, issued: date | None) -> list[Window]:
    """The stretches that a text names. A month without a year that lies before the document is that of the next."""
    found = []
    for when in find_whens(text, Context(issued=issued)):
        if when.last is None:
            continue
        first, last = when.first or _begins(text, when, issued), when.last
        if first is None:
            continue
        if issued and last < issued and when.year_from == "context":
            first, last = _next_year(first), _next_year(last)
        found.append((first, last))
    return found


def _begins(text: str, when: When, issued: date | None) -> date | None:
    """将于1月中上旬开展 is read as due by the 20th; of a visit it says the first day too, in the same year."""
    for position in range(when.start, when.end):
        day = day_at(text, position, Context(issued=issued))
        if day is None:
            continue
        if day.first and when.last and day.first != day.last:
            return day.first.replace(year=when.last.year)
        return None
    return None


def _next_year(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)


def warning(first: date, last: date, window: Window | None) -> str:
    """A sentence where the planned days leave the window; empty where they do not, or where there is none."""
    if window is None or (window[0] <= first and last <= window[1]):
        return ""
    return (
        f"通知要求在 {window[0]:%Y-%m-%d} 至 {window[1]:%Y-%m-%d} 之间，现在排在 {first:%Y-%m-%d} 至 {last:%Y-%m-%d}。"
    )
