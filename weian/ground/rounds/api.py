"""The door of rounds."""

from __future__ import annotations

from weian.ground.rounds.actions.setting import ask_for, stop_asking
from weian.ground.rounds.actions.visiting import note_visit, write_later
from weian.ground.rounds.book import Due
from weian.ground.rounds.judging import Judged, State
from weian.ground.rounds.models import OwnRule, Visit
from weian.ground.rounds.pack_schema import CadenceRule
from weian.ground.rounds.presenters import titles_of, told
from weian.ground.rounds.queries import (
    Round,
    Standing,
    between,
    bound_rules,
    counted_from_last,
    due_at,
    keeping,
    missed_of,
    of_rules,
    open_at,
    rounds_for,
    rounds_of,
    rules_for,
)
from weian.ground.rounds.strictness import Claim, Kept
from weian.ground.rounds.upkeep import Upkeep, upkeep_of
from weian.ground.rounds.windows import HOURLY, Window

__all__ = [
    "HOURLY",
    "CadenceRule",
    "Claim",
    "Due",
    "Judged",
    "Kept",
    "OwnRule",
    "Round",
    "Standing",
    "State",
    "Upkeep",
    "Visit",
    "Window",
    "ask_for",
    "between",
    "bound_rules",
    "counted_from_last",
    "due_at",
    "keeping",
    "missed_of",
    "note_visit",
    "of_rules",
    "open_at",
    "rounds_for",
    "rounds_of",
    "rules_for",
    "stop_asking",
    "titles_of",
    "told",
    "upkeep_of",
    "write_later",
]
