"""How far a hazard is, as rings and steps."""

from __future__ import annotations

from typing import Any

from weian.ground.hazards.models import Hazard
from weian.ground.hazards.states import Status

RING = {
    Status.REPORTED: (0, ""), Status.GRADED: (0.12, ""), Status.ASSIGNED: (0.25, ""), Status.RECTIFYING: (0.5, ""),
    Status.APPLIED: (0.75, ""), Status.FIXED: (0.75, ""), Status.RETURNED: (0.4, "back"), Status.VERIFIED: (0.9, ""),
    Status.CLOSED: (1, ""), Status.REOPENED: (0.1, "re"), Status.MERGED: (1, ""),
}  # fmt: skip

LONG_WAY = (
    ("登记", (Status.REPORTED,)),
    ("定级", (Status.GRADED, Status.REOPENED)),
    ("派发", (Status.ASSIGNED,)),
    ("整改中", (Status.RECTIFYING, Status.RETURNED)),
    ("申请验收", (Status.APPLIED,)),
    ("验收", (Status.VERIFIED,)),
    ("销号", (Status.CLOSED, Status.MERGED)),
)
SHORT_WAY = (
    ("登记", (Status.REPORTED,)),
    ("当场改正", (Status.FIXED, Status.RETURNED)),
    ("验收", (Status.VERIFIED,)),
    ("销号", (Status.CLOSED,)),
)


def ring_of(hazard: Hazard) -> tuple[float, str]:
    """Progress 0–1 and the kind of ring."""
    return RING[Status(hazard.status)]


def steps(hazard: Hazard) -> list[dict[str, Any]]:
    """The steps of the way that this hazard goes: done, here, ahead."""
    way = SHORT_WAY if hazard.on_the_spot else LONG_WAY
    here = next((at for at, (_, states) in enumerate(way) if hazard.status in states), 0)
    drawn = []
    for at, (word, _) in enumerate(way):
        progress, kind = (1.0, "") if at < here else (0.0, "")
        if at == here:
            progress, kind = ring_of(hazard)
            word = hazard.get_status_display()
        drawn.append({"word": word, "progress": progress, "kind": kind, "is_here": at == here})
    return drawn
