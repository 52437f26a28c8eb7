"""Which place of the register words mean."""

from __future__ import annotations

from weian.foundation.org.models import Unit
from weian.ground.registry import api as registry
from weian.ground.registry.models import Subject


def named(unit: Unit, words: str) -> Subject | None:
    """The one thing in use at the unit that is called just so; None where there is none, or more than one."""
    if not words:
        return None
    found = list(registry.subjects_of(unit).filter(name=words)[:2])
    return found[0] if len(found) == 1 else None
