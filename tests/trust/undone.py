"""A random life, begun on a Monday: whatever is done in it is undone at its end."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine

from tests.ground.hazards.situations import MONDAY


class Undone(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.day: date = MONDAY

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)
