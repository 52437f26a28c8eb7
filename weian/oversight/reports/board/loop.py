"""The hazard loop of one node for its board: stages, ages, tiles of what stands below; figures from the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from weian.foundation.org.api import Kind
from weian.foundation.org.models import Unit
from weian.oversight.reports.board import below_it
from weian.oversight.reports.catalogue import AGES, measures

# word, states, how far the ring is filled
STAGES = [
    ("登记", ["reported", "reopened"], 0.0),
    ("定级", ["graded"], 0.12),
    ("派发", ["assigned"], 0.25),
    ("整改中", ["rectifying", "returned"], 0.5),
    ("待验收", ["applied", "fixed"], 0.75),
    ("待销号", ["verified"], 0.9),
]
TILES = 24

_STATES = [{"status": ",".join(states)} for _, states, _ in STAGES]
_AGES = [{"age": code} for code in AGES]
# Every figure of the loop, for who takes them together.
WANTED = [
    *((code, one) for one in (*_STATES, *_AGES) for code in ("hazards.open_by", "hazards.overdue")),
    ("hazards.open", {}), ("hazards.overdue", {}), ("hazards.closed_rate", {}),
]  # fmt: skip


@dataclass(frozen=True)
class Tile:
    name: str
    count: int
    late: int
    grade: str
    url: str


def stages(node: Unit, today: date) -> list[dict[str, Any]]:
    """Open hazards by where they stand, with those past their term."""
    counts = measures([("hazards.open_by", one) for one in _STATES], node, on=today)
    late = measures([("hazards.overdue", one) for one in _STATES], node, on=today)
    return [
        {
            "word": word, "progress": progress, "count": count.numerator, "url": count.url,
            "note": f"逾期{past.numerator}" if past.numerator else "没有逾期",
        }
        for (word, _, progress), count, past in zip(STAGES, counts, late, strict=True)
    ]  # fmt: skip


def ages(node: Unit, today: date) -> list[dict[str, Any]]:
    """Open hazards by days since they were found, and how many of them are past their term."""
    counts = measures([("hazards.open_by", one) for one in _AGES], node, on=today)
    late = measures([("hazards.overdue", one) for one in _AGES], node, on=today)
    longest = max(one.numerator for one in counts) or 1
    return [
        {"name": AGES[code][0], "count": count.numerator, "late": past.numerator, "most": longest, "url": count.url}
        for code, count, past in zip(AGES, counts, late, strict=True)
    ]


def tiles(node: Unit, today: date) -> list[Tile]:
    """What stands directly below, and the node's own; they add up to the node's open hazards.

    Commissions first; of many others those with most, the rest together.
    """
    below = below_it.of(node, today)
    shown = below if len(below) <= TILES else sorted(below, key=lambda one: -one.count)[: TILES - 1]
    units = Unit.objects.in_bulk([one.unit for one in shown])
    found = [_tile(units[one.unit], one) for one in shown]
    if rest := len(below) - len(shown):
        kept = {one.unit for one in shown}
        found.append(_together(f"其余 {rest} 家", [one for one in below if one.unit not in kept], node))
    whole, late = measures([("hazards.open", {}), ("hazards.overdue", {})], node, on=today)
    own = whole.numerator - sum(tile.count for tile in found)
    if own > 0:
        own_late = late.numerator - sum(tile.late for tile in found)
        found.append(Tile("本级", own, max(own_late, 0), "", whole.url))
    return found


def year(node: Unit, today: date) -> dict[str, Any]:
    """Found this year and closed of them: the head of the loop's panel."""
    closed = measures([("hazards.closed_rate", {})], node, on=today)[0]
    return {"found": closed.denominator, "closed": closed.numerator, "url": closed.url}


def hazards_url(node: Unit, **conditions: Any) -> str:
    """The list behind a figure of the loop."""
    words = {"unit": str(node.pk), **{key: str(value) for key, value in conditions.items()}}
    return f"{reverse('hazards')}?{urlencode(words)}"


def _tile(unit: Unit, below: below_it.Below) -> Tile:
    deeper = unit.kind in (Kind.COMMISSION, Kind.INSTITUTION)
    url = reverse("board-node", args=[unit.pk]) if deeper else hazards_url(unit)
    return Tile(_short(unit), below.count, below.late, below.grade, url)


def _together(name: str, rest: list[below_it.Below], node: Unit) -> Tile:
    grade = below_it.worst(one.grade for one in rest)
    return Tile(name, sum(one.count for one in rest), sum(one.late for one in rest), grade, hazards_url(node))


def _short(unit: Unit) -> str:
    if unit.short_name:
        return unit.short_name
    name = unit.name
    for end in ("卫生健康委员会", "卫生健康局", "卫健委", "卫健局"):
        name = name.removesuffix(end)
    return name
