"""The door of ladder."""

from __future__ import annotations

from weian.foundation.ladder.actions.climbing import climb, climb_urgent, raise_now
from weian.foundation.ladder.climbers import Climber, Waiting, climber, climbers
from weian.foundation.ladder.models import Rung
from weian.foundation.ladder.pack_schema import URGENT
from weian.foundation.ladder.queries import Standing, in_full, on_board, standing

__all__ = [
    "URGENT",
    "Climber",
    "Rung",
    "Standing",
    "Waiting",
    "climb",
    "climb_urgent",
    "climber",
    "climbers",
    "in_full",
    "on_board",
    "raise_now",
    "standing",
]
