"""依赖第三方维保的程度 (S0-2.7d): of hazards at maintained places, how many only the maintainer knew of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from weian.foundation.org.models import Unit
from weian.ground.registry import api as registry
from weian.ground.rounds import api as rounds
from weian.kernel import clock
from weian.programs.inspections.kinds import Mode
from weian.programs.inspections.models import Finding, Inspection
from weian.programs.inspections.states import TOLD

A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Provider:
    """One maintainer: what it owes, its last reports, and how much of what is wrong there comes from it alone."""

    name: str
    lines: list[rounds.Upkeep] = field(default_factory=list)
    reports: list[Inspection] = field(default_factory=list)
    found: int = 0
    alone: int = 0

    @property
    def late(self) -> int:
        return sum(one.late_since is not None for one in self.lines)


def providers_of(unit: Unit) -> list[Provider]:
    """The maintainers of a unit's places, those with something late first; seven queries."""
    lines: dict[str, list[rounds.Upkeep]] = defaultdict(list)
    for one in rounds.upkeep_of([unit]):
        lines[one.provider or "没有登记维保单位"].append(one)
    served = registry.Subject.objects.filter(unit=unit, contractor__isnull=False).in_use().select_related("contractor")
    names = {one.pk: one.contractor.name for one in served if one.contractor}
    since = clock.now() - A_YEAR
    visits = Inspection.objects.filter(
        target=unit, mode=Mode.UPKEEP, started_at__gte=since, status__in=TOLD
    ).order_by("-started_at")  # fmt: skip
    reports: dict[str, list[Inspection]] = defaultdict(list)
    for visit in visits.defer("answers")[:200]:
        reports[visit.outside].append(visit)
    found, alone = _known(names, since)
    everybody = {*lines, *names.values(), *(name for name in reports if name)}
    rows = [
        Provider(name, lines[name], reports[name][:5], found.get(name, 0), alone.get(name, 0)) for name in everybody
    ]
    return sorted(rows, key=lambda one: (-one.late, one.name))


def _known(places: dict[UUID, str], since: object) -> tuple[dict[str, int], dict[str, int]]:
    """By maintainer: hazards that were found at its places, and those that nobody else has found there."""
    rows = Finding.objects.filter(
        inspection__subject__in=places, found_at__gte=since, hazard__isnull=False, inspection__status__in=TOLD
    ).values_list("inspection__subject", "inspection__mode", "type", "hazard")
    mine: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    whole: dict[str, set[UUID]] = defaultdict(set)
    others: set[tuple[UUID, str]] = set()
    for place, mode, type_, hazard in rows:
        whole[places[place]].add(hazard)
        if mode == Mode.UPKEEP:
            mine[place, type_].add(hazard)
        else:
            others.add((place, type_))
    alone: dict[str, int] = defaultdict(int)
    for (place, type_), hazards in mine.items():
        # Of a thing that the unit, or whoever came from above, has found there too, the maintainer is not the only one.
        if not type_ or (place, type_) not in others:
            alone[places[place]] += len(hazards)
    return {name: len(those) for name, those in whole.items()}, dict(alone)
