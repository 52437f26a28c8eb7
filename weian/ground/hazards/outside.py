"""Socket: who from outside a unit puts a hazard right there (a contractor), and so is shown it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.hazards.models import Hazard


@dataclass(frozen=True)
class Outside:
    """`may_fix`: whether people of `unit` may be made responsible for it; `shown_to`: whether it is on their account;
    `url`: where they look at it, empty for everybody else."""

    key: str
    may_fix: Callable[[Hazard, Unit], bool]
    shown_to: Callable[[UUID, Viewer], bool]
    url: Callable[[Hazard, Unit], str]


_sources: dict[str, Outside] = {}


def put_right_outside(one: Outside) -> None:
    """Call from AppConfig.ready(). Raises ValueError when the key is taken."""
    if one.key in _sources:
        raise ValueError(f"taken: {one.key!r}")
    _sources[one.key] = one


def may_fix(hazard: Hazard, unit: Unit) -> bool:
    return any(one.may_fix(hazard, unit) for one in _sources.values())


def shown_to(uid: UUID, viewer: Viewer) -> bool:
    return any(one.shown_to(uid, viewer) for one in _sources.values())


def url_for(hazard: Hazard, unit: Unit) -> str:
    """The page of a hazard for people of a unit, where that is not its own."""
    if hazard.unit.holds(unit):
        return ""
    return next((url for one in _sources.values() if (url := one.url(hazard, unit))), "")


def outside_sources() -> list[str]:
    return sorted(_sources)
