"""Socket: what counts only where a superior led it (一次专项督导, S0-2.0g). An upper app knows of such visits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.ground.duties.models import Task
from weian.ground.duties.pack_schema import composites
from weian.kernel import clock

Source = Callable[[Unit, date], bool]

_sources: dict[str, Source] = {}


def led_source(name: str, source: Source) -> None:
    """Register `(unit, since) -> whether a superior led a visit there since`. Raises ValueError when it is taken."""
    if name in _sources:
        raise ValueError(f"who knows of visits from above is registered: {name!r}")
    _sources[name] = source


def led_sources() -> list[str]:
    """Who knows of visits; the generated list of sockets reads it."""
    return sorted(_sources)


class Part(Protocol):
    """An obligation, or a line that may become one."""

    composite: str
    part: int
    title: str


def asks_superior(asked: Part) -> bool:
    """Whether it is a part of a composite that a superior must have led."""
    named = composites().get(asked.composite) if asked.composite else None
    parts = named.parts if named else []
    # A notice may list something of its own in that place: a drill is led by nobody.
    return any(
        part.order == asked.part and part.led_by == "superior" and part.title[-2:] in asked.title for part in parts
    )


def check_led(task: Task) -> None:
    """A unit's own check is none of these. Raises Refused."""
    obligation = task.obligation
    if not asks_superior(obligation):
        return
    since = obligation.made_at.astimezone(clock.SHANGHAI).date()
    if not any(source(task.unit, since) for source in _sources.values()):
        raise Refused(
            f"“{obligation.title}”要有上级带队的检查，自查不算：通知下发以后，检查里还没有上级到{task.unit.title}办结的一次。"
        )
