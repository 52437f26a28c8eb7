"""The judge itself: facts that are yes, no or unknown against criteria. It knows no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from weian.ground.hazards.criteria.schema import Criterion

YES, NO, UNKNOWN = "yes", "no", "unknown"


@dataclass(frozen=True)
class Verdict:
    """`met` criteria make it major. Where none is met but facts are open, nobody can say yet."""

    met: tuple[Criterion, ...]
    open: tuple[str, ...]

    @property
    def name(self) -> str:
        if self.met:
            return "major"
        return "undecided" if self.open else "not_major"


def about(criteria: Iterable[Criterion], *, type: str, domain: str) -> list[Criterion]:
    """The criteria that a hazard of this kind is measured by; those without a kind are for all."""
    return [
        one for one in criteria
        if type in one.types or domain in one.domains or not (one.types or one.domains)
    ]  # fmt: skip


def holds(one: Criterion, facts: Mapping[str, str]) -> str:
    """yes, no, or unknown while an open fact could still decide it."""
    needed = [facts.get(code, UNKNOWN) for code in one.all]
    counted = [facts.get(code, UNKNOWN) for code in one.of]
    sure, possible = counted.count(YES), counted.count(YES) + counted.count(UNKNOWN)
    if NO in needed or possible < one.at_least:
        return NO
    return YES if UNKNOWN not in needed and sure >= one.at_least else UNKNOWN


def judge(criteria: Iterable[Criterion], facts: Mapping[str, str]) -> Verdict:
    """Open facts are those that could still make it major; once something does, none is asked any more."""
    criteria = list(criteria)
    met = tuple(one for one in criteria if holds(one, facts) == YES)
    if met:
        return Verdict(met, ())
    open_ = dict.fromkeys(
        code
        for one in criteria
        if holds(one, facts) == UNKNOWN
        for code in (*one.all, *one.of)
        if facts.get(code, UNKNOWN) == UNKNOWN
    )
    return Verdict((), tuple(open_))
