"""Which steps are in force for a unit: the nearest setting above it, else the content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from weian.foundation.audit import api as audit
from weian.foundation.ladder.models import Setting
from weian.foundation.ladder.pack_schema import Ladder, ladders
from weian.foundation.org.models import Unit
from weian.kernel import clock


@dataclass(frozen=True)
class InForce:
    """A ladder as it holds for a unit; `setting` is None where the content itself holds."""

    ladder: Ladder
    setting: Setting | None


class Book:
    """The ladders of some units, read once."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.content: Mapping[str, Ladder] = ladders()
        self.set_over = [
            (one, _with(self.content[one.ladder], one)) for one in _settings_over(units) if one.ladder in self.content
        ]

    def all(self) -> list[Ladder]:
        """Every ladder that one of the units may climb."""
        return [*self.content.values(), *(ladder for _, ladder in self.set_over)]

    def in_force(self, code: str, unit: Unit) -> InForce | None:
        """None for a ladder that no content names: nothing climbs it."""
        base = self.content.get(code)
        if base is None:
            return None
        for one, ladder in self.set_over:
            if one.ladder == code and one.unit.holds(unit):
                return InForce(ladder, one)
        return InForce(base, None)


def book_for(unit: Unit) -> Book:
    """The ladders of one unit, for its page: settings of the commissions above are not its own rows."""
    with audit.acting_as_system("查看督办阶梯"):
        return Book([unit])


def _with(base: Ladder, setting: Setting) -> Ladder:
    values = {"source": setting.unit.title, "verified": True, "steps": setting.steps}
    return Ladder.model_validate({**base.model_dump(), **values})


def _settings_over(units: Iterable[Unit]) -> list[Setting]:
    """Settings that hold today for one of the units: the nearest first, of one node the newest."""
    places = [unit.pos for unit in units]
    if not places:
        return []
    found = Setting.objects.filter(
        valid_from__lte=clock.today(), unit__pos__lte=max(places), unit__end__gt=min(places)
    ).select_related("unit")
    return sorted(found, key=lambda one: (-one.unit.pos, -one.valid_from.toordinal()))
