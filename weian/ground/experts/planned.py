"""Socket: what was planned by a draw, and where a plan is made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from weian.foundation.people.api import Viewer


@dataclass(frozen=True)
class Planning:
    """Plans of a draw that the viewer may see, as (address, title), and where the viewer makes one; "" for nowhere."""

    plans: list[tuple[str, str]] = field(default_factory=list)
    new_url: str = ""


Source = Callable[[UUID, Viewer], Planning]

_sources: list[Source] = []


def planning_source(source: Source) -> None:
    """Register `(draw, viewer) -> Planning`; it leaves out what the viewer may not see. Call from AppConfig.ready()."""
    if source not in _sources:
        _sources.append(source)


def planning_of(draw: UUID, viewer: Viewer) -> Planning:
    told = [source(draw, viewer) for source in _sources]
    return Planning(
        [one for each in told for one in each.plans], next((one.new_url for one in told if one.new_url), "")
    )
