"""Socket: work that stands in a unit's name, so that a unit can be closed, merged or split without losing any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from weian.foundation.org.models import Unit
from weian.kernel.actor import Actor
from weian.kernel.scope import Range


@dataclass(frozen=True)
class Work:
    """One kind of work. `order`: what others rest on is handed over first (a receipt before its tasks)."""

    kind: str
    label: str
    measure: str
    order: int
    open_at: Callable[[Unit], int]
    """How much is open under a unit."""
    hand_over: Callable[[Unit, Unit, Range, Actor], int]
    """What stands in the name of the first unit and counts within the range goes over to the second; how much.
    Raises people.api.Refused with a sentence where somebody must act first."""
    look_up_to: Callable[[Unit, Unit, Unit, Actor], int] = lambda moved, before, after, by: 0
    """A moved unit's open work, judged by its old superior so far, is judged by the new one; how much."""


@dataclass(frozen=True)
class Left:
    """So much work of a kind is open."""

    label: str
    n: int
    measure: str

    def __str__(self) -> str:
        return f"{self.label} {self.n} {self.measure}"


_works: dict[str, Work] = {}


def work(one: Work) -> None:
    """Register a kind of work. Call from AppConfig.ready()."""
    _works[one.kind] = one


def works() -> list[Work]:
    return sorted(_works.values(), key=lambda one: (one.order, one.kind))


def left_open(unit: Unit) -> list[Left]:
    """What is open under `unit`, by kind; kinds without any are left out. Counts what the transaction may see."""
    counted = [Left(one.label, one.open_at(unit), one.measure) for one in works()]
    return [one for one in counted if one.n]
