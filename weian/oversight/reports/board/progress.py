"""How far the running notices are under one node, from the catalogue of measures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from weian.foundation.documents import api as documents
from weian.foundation.documents.models import Document
from weian.foundation.org.api import rows_at
from weian.foundation.org.models import Unit
from weian.ground.duties import api as duties
from weian.kernel import clock, compiled
from weian.oversight.reports.catalogue import Measured, measures

RECENT = timedelta(days=400)


@dataclass(frozen=True)
class Bar:
    """One line of a notice's progress: of `whole` units `part` are done; `due` is what should be done by today."""

    name: str
    part: int
    whole: int
    due: float
    url: str
    unit: str = "家"

    @property
    def rest(self) -> int:
        return self.whole - self.part


@dataclass(frozen=True)
class Running:
    """One notice as a board shows it."""

    document: Document
    title: str
    bars: list[Bar] = field(default_factory=list)


def running(node: Unit, today: date, *, most: int = 1) -> list[Running]:
    """The newest notices with a composite that bind units under `node`."""
    since = compiled.moment(10)
    asked = rows_at(node, "board.running", lambda node: _asked(node, since), values={since: clock.now() - RECENT})
    newest = list(dict.fromkeys(asked))[:most]
    found = Document.objects.in_bulk(newest)
    return [_running(node, found[uid], today) for uid in newest]


def _asked(node: Unit, since: datetime) -> QuerySet[Any]:
    bound = documents.Receipt.objects.binding().under(node).values("document")
    asked = duties.Obligation.objects.filter(document__in=bound, made_at__gte=since).exclude(composite="")
    in_force = asked.exclude(document__status=documents.DocumentStatus.ANNULLED)
    return in_force.order_by("-made_at", "document").values_list("document", flat=True)


def _running(node: Unit, document: Document, today: date) -> Running:
    in_force = [one for one in duties.in_force(document, today) if one.composite]
    parts = sorted(in_force, key=lambda one: (one.composite, one.part))
    composites = duties.composites()
    name = composites[parts[0].composite].name if parts and parts[0].composite in composites else ""
    asked = [("composite.part", {"composite": one.composite, "item": str(one.part)}) for one in parts]
    signed, *measured = measures([("receipts.signed", {}), *asked], node, on=today, document=document)
    bars = [_bar("签收", signed, 1.0)]
    bars += [_bar(_short(one.title), taken, _gone(one, today)) for one, taken in zip(parts, measured, strict=True)]
    return Running(document, f"{document.title}“{name}”" if name else document.title, bars)


def _bar(name: str, taken: Measured, gone: float) -> Bar:
    whole = taken.denominator or 0
    return Bar(name, taken.numerator, whole, whole * gone, taken.door("remainder"))


def _gone(one: duties.Obligation, today: date) -> float:
    """How much of the term is over: what should be done by today, taken evenly over the term."""
    if one.due is None:
        return 0.0
    start = one.made_at.astimezone(clock.SHANGHAI).date()
    length = max((one.due - start).days, 1)
    return min(max((today - start).days / length, 0.0), 1.0)


def _short(title: str) -> str:
    """一次专项部署会议 → 专项部署会议."""
    return re.sub(r"^一[份次个项场]", "", title)
