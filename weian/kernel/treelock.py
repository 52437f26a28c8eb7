"""Who writes and who moves units never meet: writers share one advisory lock, a mover has it alone.

A writer takes it before it reads the tree, so what it read holds until it commits. Movers first pass a turnstile that
lets one through at a time: of two that both hold the shared lock and ask for the whole one, neither would ever get it.
"""

from __future__ import annotations

from django.db import connection

_TREE, _TURNSTILE = 0x7472_6565, 0x7475_726E


def hold_still() -> None:
    """The tree stands still until this transaction ends. Waits for a mover that is at work."""
    _ask("SELECT pg_advisory_xact_lock_shared(%s)", _TREE)


def have_alone() -> bool:
    """Nobody else reads for writing or moves until this transaction ends; False where another mover is at work."""
    if not _ask("SELECT pg_try_advisory_xact_lock(%s)", _TURNSTILE):
        return False
    _ask("SELECT pg_advisory_xact_lock(%s)", _TREE)
    return True


def _ask(question: str, key: int) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question, [key])
        return cursor.fetchone()[0]
