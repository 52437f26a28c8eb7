"""What a summary states: figures with their measures, clauses that are not met, parts of composites. Plain JSON."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from weian.foundation.audit import api as audit
from weian.foundation.documents.models import Document
from weian.foundation.org.models import Unit
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.oversight.reports.catalogue import measures
from weian.oversight.reports.catalogue.asking import Asked, first_of_year
from weian.oversight.reports.catalogue.duties import TOO_MANY, Reading
from weian.oversight.reports.measured import DENOMINATOR, NUMERATOR, REMAINDER, Measured, Unmeasurable

NAMED = 10
MEASURES = [
    "receipts.signed", "obligations.done", "tasks.in_time", "tasks.late", "hazards.found", "hazards.on_the_spot",
    "hazards.open", "hazards.overdue", "hazards.closed_rate", "hazards.in_time_rate", "hazards.major_rate",
]  # fmt: skip


def facts_of(document: Document, node: Unit, *, base: str) -> dict[str, Any]:
    """All figures of a summary as of now. `base` is the address of this installation, for links on paper.

    Hazards count from the day of the notice on. Raises Unmeasurable where there are too many units for one summary.
    """
    today = clock.today()
    since = {"since": (document.issued_on or first_of_year(today)).isoformat()}
    taken = measures([(code, since) for code in MEASURES], node, on=today, document=document)
    return {
        "as_of": clock.now().isoformat(),
        "figures": {one.measure.code: _figure(one, base) for one in taken},
        "clauses": _clauses(document, node, base, today),
        "document": {
            "title": document.title,
            "doc_no": document.doc_no,
            "issuer": document.issuer_name,
            "outside": "" if document.is_ours else document.issuer_name,
        },
        "node": node.name,
        "chain": [str(node.uid), *_head(node)],
    }


def _head(node: Unit) -> tuple[int, str]:
    """How far the unit's history had come: on paper in other hands it proves what stood before."""
    head = audit.head_of(node.uid)
    return head.seq, head.hash


def _figure(measured: Measured, base: str, part: str = NUMERATOR) -> dict[str, Any]:
    rate = measured.measure.is_rate
    value = None if measured.value is None else round(measured.value, 1) if rate else measured.value
    return {
        "value": value, "unit": measured.measure.unit, "key": f"{measured.measure.code} v{measured.measure.version}",
        "title": measured.title, "definition": measured.measure.definition, "numerator": measured.numerator,
        "denominator": measured.denominator, "remainder": measured.remainder,
        "exclusions": [[title, count] for _, title, count in measured.exclusions],
        "url": urljoin(base, measured.door(part)),
    }  # fmt: skip


def _clauses(document: Document, node: Unit, base: str, today: date) -> list[dict[str, Any]]:
    """Every obligation with how many units owe it, have done it, have not; and the first of those that have not."""
    reading = Reading(Asked(node, today, document))
    by_obligation: dict[UUID, list[duties.Owed]] = defaultdict(list)
    for one in next(reading.pieces(), []):
        by_obligation[one.obligation.pk].append(one)
    wanted = [one for one in reading.obligations if one.pk in by_obligation or reading.is_wide]
    asked = [("obligations.done", {"obligation": str(one.pk)}) for one in wanted]
    taken = measures(asked, node, on=today, document=document)
    if any(measured.note == TOO_MANY for measured in taken):
        raise Unmeasurable(TOO_MANY)
    return [
        _clause(one, by_obligation[one.pk], measured, base)
        for one, measured in zip(wanted, taken, strict=True)
        if measured.denominator or by_obligation[one.pk]
    ]


def _clause(one: duties.Obligation, owed: list[duties.Owed], measured: Measured, base: str) -> dict[str, Any]:
    """`owed` are those of the first units, from which names are taken."""
    waiting = list(dict.fromkeys(each.unit.title for each in owed if each.state not in duties.FINISHED))
    due = max((each.due for each in owed if each.due), default=one.due)
    return {
        "no": one.clause.no if one.clause else "", "title": one.title, "composite": one.composite, "part": one.part,
        "order": one.order, "due": due.isoformat() if due else "", "names": waiting[:NAMED],
        "waiting": len(waiting) if one.every else measured.remainder,
        "unit": "期" if one.every else "家",
        "whole": measured.denominator, "done": measured.numerator, "rest": measured.remainder,
        "key": f"{measured.measure.code} v{measured.measure.version}", "definition": measured.measure.definition,
        "urls": {part: urljoin(base, measured.door(part)) for part in (NUMERATOR, DENOMINATOR, REMAINDER)},
        "exclusions": [[title, count] for _, title, count in measured.exclusions],
    }  # fmt: skip
