"""Who was inspected, and who was not for how long: what a commission must answer for (S3-3.3a, S3-2.4l, S4-3f)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Q

from weian.foundation.documents.models import Clause
from weian.foundation.org.api import Kind
from weian.foundation.org.models import Unit
from weian.ground.hazards import api as hazards
from weian.kernel import clock
from weian.programs.inspections import pack_schema
from weian.programs.inspections.kinds import FROM_ABOVE, SEALED
from weian.programs.inspections.models import Finding, Inspection
from weian.programs.inspections.states import DONE, TOLD

MOST_UNITS = 2_000
# What the product itself asks for by name: two terms, and how rounds and double posts are sampled.
COVERAGE, SAMPLES = "coverage", "samples"
SAMPLING_SHEET, SAMPLING_TEMPLATE = "duty_sampling", "sampling"


@dataclass(frozen=True)
class Seen:
    """A unit and when it was last inspected from above; None: never."""

    unit: Unit
    last: date | None
    visits: int
    days: int | None

    @property
    def seen(self) -> bool:
        return self.visits > 0


@dataclass(frozen=True)
class Coverage:
    """Directly managed units inspected ÷ all, in a period."""

    first: date
    last: date
    rows: Sequence[Seen]
    secret: int
    planned_visits: int
    verified: bool
    source: str
    since: date

    @property
    def whole(self) -> int:
        return len(self.rows)

    @property
    def done(self) -> int:
        return sum(row.seen for row in self.rows)

    @property
    def rest(self) -> list[Seen]:
        return [row for row in self.rows if not row.seen]

    @property
    def shaded(self) -> list[tuple[Seen, str]]:
        """The units with how long ago each was seen, by periods: in this one, in the one before, earlier, never."""
        before = self.first - (self.last - self.first) - timedelta(days=1)
        return [(row, _shade(row, self.first, before)) for row in self.rows]

    @property
    def overdue(self) -> bool:
        """At the end of the period anything below 100 % is late, and it is the commission itself that is. Of a period
        that had begun before this instance knew of it nothing is."""
        return self.since <= self.first and clock.today() >= self.last and bool(self.rest)


def _shade(row: Seen, first: date, before: date) -> str:
    if row.last is None:
        return "never"
    return "now" if row.last >= first else "before" if row.last >= before else "long"


def direct_units(commission: Unit) -> list[Unit]:
    found = Unit.objects.current().filter(parent=commission, kind=Kind.INSTITUTION)
    return list(found.order_by("pos")[:MOST_UNITS])


def coverage_of(commission: Unit, *, on: date | None = None) -> Coverage:
    """The directly managed institutions of a commission in the period that `on` (default today) lies in."""
    day, term = on or clock.today(), pack_schema.term(COVERAGE)
    first, last = period_of(day, term.days if term and term.days else 365)
    units = direct_units(commission)
    visits = _visits(units)
    within = visits.filter(started_at__date__gte=first, started_at__date__lte=last)
    counts = dict(within.values_list("target").annotate(n=Count("pk")).values_list("target", "n"))
    latest = dict(visits.values_list("target").annotate(at=Max("started_at")).values_list("target", "at"))
    rows = []
    for unit in units:
        at = latest.get(unit.pk)
        seen = at.astimezone(clock.SHANGHAI).date() if at else None
        rows.append(Seen(unit, seen, counts.get(unit.pk, 0), (day - seen).days if seen else None))
    rows.sort(key=lambda row: (row.last is not None, row.last or day, row.unit.sort_key))
    return Coverage(
        first, last, rows, secret=within.filter(mode__in=list(SEALED)).count(), planned_visits=within.count(),
        verified=bool(term and term.verified), source=term.source if term else "",
        since=pack_schema.asked_since(COVERAGE),
    )  # fmt: skip


def _visits(units: Sequence[Unit]) -> Any:
    return from_above().filter(target__in=[one.pk for one in units])


def from_above() -> Any:
    """Visits from above that were made to the end. What is under seal, or not yet released, is not among them."""
    return (
        Inspection.objects.safety()
        .filter(mode__in=FROM_ABOVE, status__in=[*DONE])
        .exclude(office=F("target"))
        .exclude(mode__in=list(SEALED), status__in=[one for one in DONE if one not in TOLD])
    )


def period_of(day: date, days: int) -> tuple[date, date]:
    """The calendar year where a year is asked for, else the last so many days."""
    if days in (365, 366):
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return day - timedelta(days=days - 1), day


@dataclass(frozen=True)
class Samples:
    """How often a county was looked into in a quarter, against how often it should."""

    unit: Unit
    made: int
    wanted: int

    @property
    def lacking(self) -> int:
        return max(0, self.wanted - self.made)


def samples_of(commission: Unit, *, on: date | None = None) -> tuple[list[Samples], date, date]:
    """Per commission below: how often it sampled the rounds and double posts of its units in the quarter (S3-2.4l)."""
    first, last = quarter_of(on or clock.today())
    below = Unit.objects.current().filter(parent=commission, kind=Kind.COMMISSION).order_by("pos")
    return sampled(list(below[:MOST_UNITS]), first, last), first, last


def sampled(commissions: Sequence[Unit], first: date, last: date) -> list[Samples]:
    """What each of the commissions sampled between two days. A check that was about something else is no sample."""
    term = pack_schema.term(SAMPLES)
    rows = Inspection.objects.safety().filter(
        _is_sample(), office__in=[one.pk for one in commissions], mode__in=FROM_ABOVE, status__in=[*DONE],
        started_at__date__gte=first, started_at__date__lte=last,
    ).exclude(office=F("target"))  # fmt: skip
    made = dict(rows.values_list("office").annotate(n=Count("pk")).values_list("office", "n"))
    return [Samples(one, made.get(one.pk, 0), term.count if term and term.count else 1) for one in commissions]


def _is_sample() -> Q:
    """Its checklist, or the focuses of its template, say that an inspection samples rounds and double posts."""
    template = pack_schema.templates().get(SAMPLING_TEMPLATE)
    focuses = list(template.focuses) if template else []
    return Q(sheet__startswith=f"pack:{SAMPLING_SHEET}@") | Q(plan__focuses__overlap=focuses)


def is_sample(one: Inspection) -> bool:
    return Inspection.objects.filter(_is_sample(), pk=one.pk).exists()


def quarter_of(day: date) -> tuple[date, date]:
    month = 3 * ((day.month - 1) // 3) + 1
    following = date(day.year + (month == 10), (month + 3 - 1) % 12 + 1, 1)
    return date(day.year, month, 1), following - timedelta(days=1)


@dataclass(frozen=True)
class Lacking:
    """A commission that did not come to all of its own units by the end of a year; visits made since count."""

    commission: Unit
    first: date
    last: date
    left: int
    whole: int


def lacking(commissions: Sequence[Unit], until: date) -> list[Lacking]:
    """Commissions whose year ends by `until`, or ended last year, with units that nobody from above came to since it
    began. Asked where the content asks for a calendar year; in three queries for all of them."""
    term = pack_schema.term(COVERAGE)
    by_id = {one.pk: one for one in commissions if one.kind == Kind.COMMISSION}
    if not by_id or (term and term.days and term.days not in (365, 366)):
        return []
    units = list(Unit.objects.current().filter(parent__in=by_id, kind=Kind.INSTITUTION).order_by("pos"))
    latest = dict(_visits(units).values_list("target").annotate(at=Max("started_at")).values_list("target", "at"))
    found = []
    year = clock.today().year
    for first, last in ((date(at, 1, 1), date(at, 12, 31)) for at in (year - 1, year)):
        if last > until:
            continue
        own: dict[UUID, list[bool]] = defaultdict(list)
        for unit in units:
            if unit.existed_on(last) and unit.parent_id:
                at = latest.get(unit.pk)
                own[unit.parent_id].append(at is not None and at.astimezone(clock.SHANGHAI).date() >= first)
        for uid, seen in own.items():
            if not all(seen):
                found.append(Lacking(by_id[uid], first, last, seen.count(False), len(seen)))
    return found


@dataclass(frozen=True)
class Heat:
    """Findings by clause and by county: which clause is offended where."""

    clauses: Sequence[Any]
    rows: Sequence[tuple[Unit, Sequence[int], int]]
    totals: Sequence[int]
    most: int


MOST_CLAUSES = 12


def heat_of(commission: Unit) -> Heat:
    """Clauses with the most findings across, the commissions or institutions directly below down (S4-3f)."""
    told = Finding.objects.filter(
        clause__isnull=False, dropped=False, org_pos__gte=commission.pos, org_pos__lt=commission.end,
        inspection__status__in=TOLD,
    ).exclude(domain__in=sorted(hazards.domains_apart()))  # fmt: skip
    counted = told.values("clause").annotate(n=Count("pk")).order_by("-n", "clause")[:MOST_CLAUSES]
    order = [one["clause"] for one in counted]
    clauses = {one.pk: one for one in Clause.objects.filter(pk__in=order).select_related("document")}
    below = list(Unit.objects.current().filter(parent=commission, kind__in=[Kind.COMMISSION, Kind.INSTITUTION]))
    cells: dict[tuple[UUID, UUID], int] = defaultdict(int)
    spans = sorted((one.pos, one.end, one.pk) for one in below)
    for row in told.filter(clause__in=order).values("clause", "inspection__target__pos").annotate(n=Count("pk")):
        pos = row["inspection__target__pos"]
        home = next((uid for lo, hi, uid in spans if lo <= pos < hi), None)
        if home is not None:
            cells[home, row["clause"]] += row["n"]
    rows = []
    for unit in below:
        line = [cells[unit.pk, clause] for clause in order]
        if any(line):
            rows.append((unit, line, sum(line)))
    rows.sort(key=lambda one: -one[2])
    totals = [one["n"] for one in counted]
    return Heat([clauses[one] for one in order], rows, totals, max((max(line) for _, line, _ in rows), default=0))
