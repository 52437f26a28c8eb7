"""Which place of the register words mean."""

from __future__ import annotations

from weian.foundation.org.models import Unit
from weian.ground.registry import api as registry
from weian.ground.registry.models import Subject
from weian.kernel import clock, compiled


def named(unit: Unit, words: str) -> Subject | None:
    """The one thing in use at the unit that is called just so; None where there is none, or more than one."""
    if not words:
        return None
    at, called = compiled.uid(1), compiled.text(1)
    found: list[Subject] = compiled.rows(
        ("hazards.named", clock.today()), {at: unit.pk, called: words},
        lambda: registry.subjects_of(Unit(uid=at)).filter(name=called)[:2],
    )  # fmt: skip
    return found[0] if len(found) == 1 else None
