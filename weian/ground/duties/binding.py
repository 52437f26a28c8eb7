"""Which lines of a notice are patrols, and the rules of rounds that bind them to points."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from weian.ground.duties.due import period_on
from weian.ground.duties.models import AskKind, Obligation
from weian.ground.rounds import api as rounds
from weian.kernel import clock

if TYPE_CHECKING:
    from weian.ground.duties.owed import Owed

WEEK = 7  # days; what comes round less often is no patrol
_LENGTHS = {"P1D": "day", "P1W": "week"}


def is_patrol(obligation: Obligation) -> bool:
    if obligation.kind != AskKind.INSPECTION or not obligation.every:
        return False
    period = period_on(obligation.every, obligation.by_day, clock.today())
    return period is not None and (period.due - period.start).days < WEEK


def cadence_of(obligation: Obligation) -> tuple[str, int] | None:
    """How often rounds have to come to a point so that the line is kept; None where rounds know no such length."""
    every = _LENGTHS.get(obligation.every) or (obligation.every if obligation.every in rounds.HOURLY else "")
    return (every, obligation.times or 1) if every and is_patrol(obligation) else None


def rules_of(found: Iterable[Owed]) -> dict[tuple[UUID, UUID], list[rounds.OwnRule]]:
    """The rules in force that bind lines to points, by obligation and unit; nothing is asked where none is a patrol."""
    patrols = [one for one in found if is_patrol(one.obligation)]
    rules: dict[tuple[UUID, UUID], list[rounds.OwnRule]] = {}
    if patrols:
        units = {one.unit.pk: one.unit for one in patrols}
        for rule in rounds.rules_for({one.obligation.pk for one in patrols}, units.values()):
            if rule.asked_by is not None and (rule.until is None or rule.until > patrols[0].on):
                rules.setdefault((rule.asked_by, rule.unit_id), []).append(rule)
    return rules
