"""Where a thing stands on its ladder, and what stands on a commission's board."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from weian.foundation.ladder.climbers import Waiting, climbers, known
from weian.foundation.ladder.ladders import book_for
from weian.foundation.ladder.models import Rung
from weian.foundation.ladder.pack_schema import NORMAL, Step
from weian.foundation.ladder.steps import is_sure, reached_at
from weian.foundation.org.api import rows_at
from weian.foundation.org.models import Unit
from weian.kernel import clock

# Boards look at so many candidates at most and say so; a node with more has other sorrows than an exact count.
MOST_ON_BOARD = 500


def rungs_of(kind: str, target: UUID, *, unit: Unit, period: date | None = None) -> list[Rung]:
    """All rungs of one thing, newest first, those of earlier terms too. The caller may see the thing."""
    found = Rung.objects.of(kind, target).filter(unit=unit, period=period)
    return list(found.order_by("-reached_at", "-step"))


@dataclass(frozen=True)
class Standing:
    """Where one thing stands: its rungs of the present term, newest first, and the step that comes next."""

    rungs: list[Rung]
    earlier: list[Rung]
    next: Step | None = None
    next_at: datetime | None = None
    sure: bool = True
    since: datetime | None = None

    @property
    def here(self) -> Rung | None:
        return self.rungs[0] if self.rungs else None

    @property
    def others(self) -> list[tuple[Rung, bool]]:
        """All but the present rung, newest first; whether its term is one of the past (another ladder has the same)."""
        found = sorted([*self.rungs[1:], *self.earlier], key=lambda one: (one.reached_at, one.step), reverse=True)
        return [(one, one.since != self.since) for one in found]


def standing(thing: Waiting) -> Standing | None:
    """Where a thing that waits stands on its ladder; None where it stands on none and no step is ahead."""
    found = rungs_of(thing.kind, thing.target, unit=thing.unit, period=thing.period)
    now = [one for one in found if (one.ladder, one.since) == (thing.ladder, thing.since)]
    held = book_for(thing.unit).in_force(thing.ladder, thing.unit)
    ahead = [(reached_at(step, thing), step) for step in held.ladder.steps if step.offset >= 0] if held else []
    at, step = next(((at, step) for at, step in ahead if at > clock.now()), (None, None))
    if not found and step is None:
        return None
    earlier = [one for one in found if one not in now]
    return Standing(now, earlier, step, at, at is None or is_sure(at, thing.due), thing.since)


def on_board(node: Unit, among: Callable[[], Q] = Q, *shape: Hashable) -> list[Rung]:
    """What below the node has climbed to its supervising commission and is still undone, longest first.

    Of each only what says what it is; the rest comes when it is asked for (`in_full`). `shape` holds every value that
    `among` uses.
    """
    by_row = {one.kind: one.stands for one in climbers() if one.stands}

    def build(node: Unit) -> QuerySet[Rung]:
        found = Rung.objects.standing().under(node).filter(among(), to="supervisor").exclude(unit=node)
        for kind, stands in by_row.items():
            found = found.filter(~Q(kind=kind, ladder=NORMAL) | stands())
        told: QuerySet[Rung] = found.only("kind", "target", "unit", "period", "ladder", "since", "due")
        return told.order_by("reached_at", "uid")[:MOST_ON_BOARD]

    candidates = rows_at(node, "ladder.board", build, among, shape)
    unsure = [one for one in candidates if one.kind not in by_row or one.ladder != NORMAL]
    over = {one.pk for one in unsure} - {one.pk for one in still_undone(unsure)}
    return [one for one in candidates if one.pk not in over]


def in_full(rungs: Sequence[Rung]) -> list[Rung]:
    """The same with all they say, and their units."""
    found = Rung.objects.select_related("unit").in_bulk([one.pk for one in rungs])
    return [found[one.pk] for one in rungs if one.pk in found]


def still_undone(rungs: Sequence[Rung]) -> list[Rung]:
    """Those whose thing is undone now: the job ends rungs only when it comes by."""
    by_kind: dict[str, list[Rung]] = defaultdict(list)
    for one in rungs:
        by_kind[one.kind].append(one)
    return [one for kind, found in by_kind.items() for one in known(kind).undone(found)]
