"""The door of watch."""

from __future__ import annotations

from weian.oversight.watch.actions.answering import ask_relook, drop, explain, settle
from weian.oversight.watch.actions.looking import choose, look, pick_random, show_due
from weian.oversight.watch.models import Signal
from weian.oversight.watch.queries import Looks, Precision, Unfound, precision, unfound
from weian.oversight.watch.states import SignalStatus

__all__ = [
    "Looks",
    "Precision",
    "Signal",
    "SignalStatus",
    "Unfound",
    "ask_relook",
    "choose",
    "drop",
    "explain",
    "look",
    "pick_random",
    "precision",
    "settle",
    "show_due",
    "unfound",
]
