"""The strip of rates: each with its base and what remains, straight from the catalogue."""

from __future__ import annotations

from datetime import date
from typing import Any

from weian.foundation.org.models import Unit
from weian.oversight.reports.catalogue import Measured, measures

# measure, what the base is called, its unit
STRIP = [
    ("hazards.in_time_rate", "应改", "条"),
    ("hazards.closed_rate", "发现", "条"),
    ("hazards.major_rate", "重大", "条"),
    ("tasks.in_time", "提交", "项"),
    ("receipts.signed", "应签收", "份"),
]

WANTED: list[tuple[str, dict[str, str]]] = [(code, {}) for code, _, _ in STRIP]


def rates(node: Unit, today: date) -> list[dict[str, Any]]:
    """The rates of the node; one without a base says 底数不清."""
    taken = measures(WANTED, node, on=today)
    return [_rate(one, base, unit) for one, (_, base, unit) in zip(taken, STRIP, strict=True)]


def _rate(measured: Measured, base: str, unit: str) -> dict[str, Any]:
    return {
        "name": measured.measure.title, "part": measured.numerator, "whole": measured.denominator or 0,
        "rest": measured.remainder, "unit": unit, "base": base, "target": None, "url": measured.url,
        "unknown": measured.note or "还没有可算的记录",
    }  # fmt: skip
