"""The door of tree."""

from __future__ import annotations

from weian.foundation.tree.actions.acts import Ground, close, merge, move, rename, split
from weian.foundation.tree.actions.changing import ask, do_due, withdraw
from weian.foundation.tree.choosing import UnitField
from weian.foundation.tree.models import Act, Change
from weian.foundation.tree.rehearsal import rehearse

__all__ = [
    "Act",
    "Change",
    "Ground",
    "UnitField",
    "ask",
    "close",
    "do_due",
    "merge",
    "move",
    "rehearse",
    "rename",
    "split",
    "withdraw",
]
