"""What the pages count: a unit's day and month, units side by side, sites by day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from weian.foundation.org.models import Unit
from weian.ground.registry.models import Subject
from weian.ground.rounds.book import Book
from weian.ground.rounds.judging import MISSED, State
from weian.ground.rounds.queries import Round, Standing, asked_of, judged, sites_under, standings
from weian.kernel import clock

# The gravest first: what a cell with several rounds shows.
GRAVEST = (State.MISSED, State.LATE, State.PARTIAL, State.DUE, State.DONE, State.AHEAD)
SIGNS = {
    State.MISSED: "缺", State.LATE: "补", State.PARTIAL: "半", State.DUE: "待", State.DONE: "✓", State.AHEAD: "·",
}  # fmt: skip
DAYS_OF_SITE = 7


@dataclass
class Tally:
    """Rounds counted; a rate always with what is missing, and none without a base."""

    done: int = 0
    missed: int = 0
    open: int = 0

    @property
    def total(self) -> int:
        return self.done + self.missed + self.open

    @property
    def over(self) -> int:
        """Rounds whose time is over: the base of the rate."""
        return self.done + self.missed

    def add(self, one: Round) -> None:
        if one.judged.state == State.DONE:
            self.done += 1
        elif one.is_missed:
            self.missed += 1
        elif one.judged.state == State.DUE:
            self.open += 1


def tally(rounds: Iterable[Round]) -> Tally:
    found = Tally()
    for one in rounds:
        found.add(one)
    return found


@dataclass(frozen=True)
class UnitDay:
    unit: Unit
    tally: Tally
    places: int


def units_on(units: Sequence[Unit], day: date) -> list[UnitDay]:
    """Completion of each unit on one day: the rounds that begin on it, of weeks and months the ones that end on it."""
    book = Book(units)
    subjects = list(asked_of(book, units, day).select_related("post"))
    _same_units(subjects, units)
    tallies: dict[UUID, Tally] = defaultdict(Tally)
    for one in judged(book, subjects, day, day):
        if _is_of_day(one, day):
            tallies[one.subject.unit_id].add(one)
    places = Counter(one.unit_id for one in subjects if one.in_use_on(day))
    return [UnitDay(unit, tallies[unit.pk], places[unit.pk]) for unit in units]


@dataclass
class SiteLine:
    """A site: how its rounds and those of its points went, day by day, and who looked at it last."""

    subject: Subject
    days: list[Tally]
    own: Standing | None = None
    upper: Standing | None = None

    @property
    def is_overdue(self) -> bool:
        return any(one is not None and one.overdue_days for one in (self.own, self.upper))


def sites_of(node: Unit, after: tuple[int, UUID] | None, size: int) -> tuple[list[SiteLine], list[date], bool]:
    """A page of the sites below a node with their last seven days; whether more follow."""
    found = sites_under(node, Book([node]))
    if after is not None:
        found = found.filter(org_pos__gte=after[0]).exclude(org_pos=after[0], uid__lte=after[1])
    rows = list(found.select_related("unit__parent", "post")[: size + 1])
    sites, last = rows[:size], clock.today()
    days = [last - timedelta(days=back) for back in range(DAYS_OF_SITE)]
    book = Book({one.unit_id: one.unit for one in sites}.values())
    lines = {one.pk: SiteLine(one, [Tally() for _ in days]) for one in sites}
    points = list(Subject.objects.filter(parent__in=sites).order_by("sort_key"))
    _same_units(points, [one.unit for one in sites])
    for one in judged(book, [*sites, *points], days[-1], last):
        at = one.subject.pk if one.subject.pk in lines else one.subject.parent_id
        back = (last - one.due.window.last_day).days
        if at in lines and 0 <= back < DAYS_OF_SITE and one.due.window.every not in ("week", "month"):
            lines[at].days[back].add(one)
    for standing in standings(book, sites):
        setattr(lines[standing.subject.pk], "upper" if standing.doer == "upper" else "own", standing)
    return list(lines.values()), days, len(rows) > size


@dataclass
class MonthLine:
    subject: Subject
    cells: list[State | None]

    @property
    def signs(self) -> list[tuple[str, str]]:
        return [(SIGNS[one], str(one)) if one else ("", "") for one in self.cells]


def month_of(unit: Unit, first: date, subjects: Sequence[Subject]) -> list[MonthLine]:
    """Points × days of a month. A week or month stands on the day on which it ends."""
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    shown_to = min(last, clock.today())
    cells: dict[tuple[UUID, date], list[State]] = defaultdict(list)
    for one in judged(Book([unit]), subjects, first, shown_to):
        if not (one.due.fresh and one.judged.state in MISSED):
            cells[one.subject.pk, one.due.window.last_day].append(one.judged.state)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [MonthLine(one, [_gravest(cells.get((one.pk, day), [])) for day in days]) for one in subjects]


@dataclass
class Served:
    """What a service provider answers for in a month: rounds of its routes and places."""

    tally: Tally = field(default_factory=Tally)
    partial: int = 0


def served_by(contractor: Subject, first: date, last: date) -> Served:
    """How the rounds that a contractor answers for went (S3-2.2k: an incomplete one counts against it)."""
    subjects = list(Subject.objects.filter(contractor=contractor, unit=contractor.unit_id).order_by("sort_key"))
    _same_units(subjects, [contractor.unit])
    found = Served()
    for one in judged(Book([contractor.unit]), subjects, first, last):
        if one.due.window.last_day <= last:
            found.tally.add(one)
            found.partial += one.is_missed and one.judged.state == State.PARTIAL
    return found


def _is_of_day(one: Round, day: date) -> bool:
    return one.due.window.last_day == day


def _same_units(subjects: Iterable[Subject], units: Iterable[Unit]) -> None:
    known = {unit.pk: unit for unit in units}
    for one in subjects:
        one.unit = known[one.unit_id]


def _gravest(states: Sequence[State]) -> State | None:
    return next((one for one in GRAVEST if one in states), None)
