"""The judge itself: facts that are yes, no or unknown against criteria. It knows no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
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


@dataclass(frozen=True)
class Step:
    """One question: is this fact so (`counts` False), or which of these facts are so. `criterion` is why."""

    criterion: Criterion
    facts: tuple[str, ...]
    counts: bool


def about(criteria: Iterable[Criterion], *, type: str, domain: str) -> list[Criterion]:
    """The criteria that a hazard of this kind is measured by; those without a kind are for all.

    Where some name its type, the others of its domain are not asked: a broken pump says nothing of where children
    sleep.
    """
    criteria = list(criteria)
    named = any(type in one.types for one in criteria)
    return [
        one for one in criteria
        if type in one.types or not (one.types or one.domains) or (not named and domain in one.domains)
    ]  # fmt: skip


def next_step(criteria: Iterable[Criterion], facts: Mapping[str, str], passed: Set[str] = frozenset()) -> Step | None:
    """What to ask next: one criterion after the other, first what can end most of them by one answer.

    A composite is asked only when all else of it holds, then by one list. `passed` are facts to which somebody said
    that they do not know: what hangs on them is left open. None: nothing more to ask.
    """
    waiting = [one for one in criteria if holds(one, facts) == UNKNOWN]
    steps = []
    for one in waiting:
        needed = [code for code in one.all if facts.get(code, UNKNOWN) == UNKNOWN]
        counted = tuple(code for code in one.of if facts.get(code, UNKNOWN) == UNKNOWN and code not in passed)
        if not passed.isdisjoint(needed):
            continue
        steps += [Step(one, (code,), False) for code in needed]
        if not needed and counted:
            steps.append(Step(one, counted, True))
    ends = Counter(code for one in waiting for code in one.all)
    return min(steps, key=lambda step: (step.counts, -ends[step.facts[0]]), default=None)


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
