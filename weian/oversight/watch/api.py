"""The door of watch."""

from __future__ import annotations

from weian.oversight.watch.actions.answering import ask_relook, drop, explain, settle
from weian.oversight.watch.actions.looking import choose, look, pick_random, show_due
from weian.oversight.watch.models import Signal
from weian.oversight.watch.queries import Precision, estimate_of, precision
from weian.oversight.watch.states import SignalStatus

__all__ = [
    "Precision",
    "Signal",
    "SignalStatus",
    "ask_relook",
    "choose",
    "drop",
    "estimate_of",
    "explain",
    "look",
    "pick_random",
    "precision",
    "settle",
    "show_due",
]
