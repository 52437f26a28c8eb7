"""Which rounds are due and how they stand: of a unit, a person, many units; a few queries for any number of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer, rows_for
from weian.ground.registry import api as registry
from weian.ground.registry.api import Kind
from weian.ground.registry.models import Subject, SubjectQuerySet
from weian.ground.rounds.book import Book, Due, carrying, code_of
from weian.ground.rounds.judging import Judged, State, judge, judge_route
from weian.ground.rounds.models import OwnRule, Visit
from weian.ground.rounds.strictness import Kept
from weian.kernel import clock, memo

READ = ("uid", "subject_id", "seen_at", "recorded_at", "scanned", "doer", "person_id", "faults", "whole")
# Days after which something that is counted from the last time is overdue.
ROLLING_DAYS = {"day": 1, "week": 7, "month": 31}


@dataclass(frozen=True)
class Round:
    """One round and how it stands."""

    due: Due
    judged: Judged

    @property
    def subject(self) -> Subject:
        return self.due.subject

    @property
    def is_missed(self) -> bool:
        """Not made, for good; who came to it in its middle owes only the next one."""
        return self.judged.is_missed and not self.due.fresh


@dataclass(frozen=True)
class Standing:
    """Something that is counted from the last time: by whom, when last, until when."""

    subject: Subject
    kept: Kept
    last: Visit | None
    until: date

    @property
    def doer(self) -> str:
        return self.kept.claim.doer

    @property
    def overdue_days(self) -> int:
        return max(0, (clock.today() - self.until).days)


def asked_of(book: Book, units: Iterable[Unit], since: date) -> SubjectQuerySet:
    """The subjects of these units of which something is asked, and that were in use since a day."""
    ids = [unit.pk for unit in units]
    found: SubjectQuerySet = Subject.objects.filter(unit__in=ids).filter(Q(valid_to=None) | Q(valid_to__gte=since))
    carried = carrying(book.marks(), ever=True) | Q(pk__in=book.named)
    return found.filter(carried).order_by("unit", "sort_key", "uid")


def rounds_of(unit: Unit, day: date) -> list[Round]:
    """The rounds of a unit that begin on a day, and those of its week and month."""
    book = Book([unit])
    subjects = list(asked_of(book, [unit], day).select_related("post", "department"))
    return judged(book, subjects, day, day)


def missed_of(unit: Unit, day: date) -> list[Round]:
    """What was not made and is put down to a day."""
    return [one for one in rounds_of(unit, day) if one.is_missed and one.due.window.last_day == day]


def rounds_for(viewer: Viewer, now: datetime | None = None) -> list[Round]:
    """What this post has to make now: the rounds of its points whose windows are open, the nearest end first."""
    if now is None:  # a home and what a phone takes along ask twice
        return list(memo.once(("rounds for", viewer.appointment.uid), lambda: rounds_for(viewer, clock.now())))
    subjects = rows_for(viewer, "rounds.points", registry.points_for, clock.today())
    if not subjects:
        return []
    book = Book({one.unit_id: one.unit for one in subjects}.values())
    found = judged(book, subjects, now.date() - timedelta(days=1), now.date(), now)
    mine = [one for one in found if one.due.window.holds(now) and one.due.kept.claim.doer == "own"]
    return sorted(mine, key=lambda one: (one.judged.state == State.DONE, one.due.window.end, one.subject.sort_key))


def due_at(subject: Subject, day: date) -> list[Due]:
    """The rounds of one subject that begin on a day (or whose week or month holds it), with all their sources."""
    return list(Book([subject.unit]).due(subject, day, day))


def open_at(seen: Iterable[tuple[Subject, datetime]]) -> dict[tuple[UUID, datetime], list[Due]]:
    """The rounds that somebody of the owner could make at a moment at a subject, for many of both; their units are
    loaded with them."""
    wanted = {(one.pk, moment): one for one, moment in seen}
    book = Book({one.unit_id: one.unit for one in wanted.values()}.values())
    days: dict[tuple[UUID, date], list[Due]] = {}
    found = {}
    for (uid, moment), one in wanted.items():
        day = moment.astimezone(clock.SHANGHAI).date()
        if (uid, day) not in days:  # a night began the day before
            dues = book.due(one, day - timedelta(days=1), day)
            days[uid, day] = [due for due in dues if due.kept.claim.doer == "own"]
        found[uid, moment] = [due for due in days[uid, day] if due.window.holds(moment)]
    return found


def judged(
    book: Book, subjects: Sequence[Subject], first: date, last: date, now: datetime | None = None
) -> list[Round]:
    """The rounds of subjects over some days and how they stand; one query for all visits, one for stops."""
    now = now or clock.now()
    dues = [due for one in subjects for due in book.due(one, first, last, now)]
    if not dues:
        return []
    stops = _stops([due.subject for due in dues if due.subject.kind == Kind.ROUTE])
    begin, end = min(due.window.begin for due in dues), max(due.window.end for due in dues)
    wanted = {due.subject.pk for due in dues} | set(stops)
    visits: dict[UUID, list[Visit]] = defaultdict(list)
    for visit in (
        Visit.objects.filter(subject__in=wanted, seen_at__gte=begin, seen_at__lt=end).only(*READ).order_by("seen_at")
    ):
        visits[visit.subject_id].append(visit)
    return [Round(due, _stands(book, due, visits, stops, now)) for due in dues]


def standings(book: Book, subjects: Sequence[Subject]) -> list[Standing]:
    """What is counted from the last time, for each of the subjects and each doer; one query."""
    now = clock.now()
    wanted = [(one, kept) for one in subjects for kept in book.rolling(one, now)]
    last = {
        (one.subject_id, one.doer): one
        for one in Visit.objects.filter(subject__in={one.pk for one, _ in wanted}, seen_at__lte=now, whole=True)
        .order_by("subject", "doer", "-seen_at")
        .distinct("subject", "doer")
    }
    found = []
    for subject, kept in wanted:
        before = last.get((subject.pk, kept.claim.doer))
        counted_from = before.seen_at.astimezone(clock.SHANGHAI).date() if before else _carries_since(subject, kept)
        until = counted_from + timedelta(days=ROLLING_DAYS[kept.claim.every])
        found.append(Standing(subject, kept, before, until))
    return found


def between(subjects: Sequence[Subject], first: date, last: date) -> list[Round]:
    """The rounds of some subjects over some days, with their sources; their units are loaded with them."""
    return judged(Book(one.unit for one in subjects), subjects, first, last)


def of_rules(rules: Sequence[OwnRule], first: date, last: date) -> list[Round]:
    """The rounds of some days by which units keep rules of their own; a fixed number of queries for any number."""
    units = {one.unit_id: one.unit for one in rules}
    marks, named = {one.mark for one in rules if one.mark}, [one.subject_id for one in rules if one.subject_id]
    carried = Subject.objects.filter(unit__in=units).filter(carrying(marks, ever=True) | Q(pk__in=named))
    subjects = list(carried.filter(Q(valid_to=None) | Q(valid_to__gte=first)).order_by("unit", "sort_key", "uid"))
    return keeping(rules, judged(Book(units.values()), subjects, first, last), first, last)


def keeping(rules: Sequence[OwnRule], found: Iterable[Round], first: date, last: date) -> list[Round]:
    """Those of the rounds that keep one of the rules in these days: asked by it, or by what includes it."""
    codes = {code_of(one) for one in rules}
    return [
        one for one in found
        if one.due.window.day <= last and one.due.window.last_day >= first
        and any(claim.code in codes for claim in one.due.kept.sources)
    ]  # fmt: skip


def rules_for(obligations: Iterable[UUID], units: Iterable[Unit]) -> list[OwnRule]:
    """The rules by which these units keep what these obligations ask."""
    ids = [unit.pk for unit in units]
    return list(OwnRule.objects.filter(asked_by__in=list(obligations), unit__in=ids).select_related("unit"))


def bound_rules(since: date) -> list[OwnRule]:
    """All rules that a notice asks for and that held on some day since; few, and only the system asks for all."""
    held = OwnRule.objects.filter(asked_by__isnull=False).filter(Q(until=None) | Q(until__gt=since))
    return list(held.select_related("unit").order_by("uid"))


def counted_from_last(subjects: Sequence[Subject]) -> list[Standing]:
    """As `standings`, for subjects whose units are loaded with them."""
    return standings(Book(one.unit for one in subjects), subjects)


def sites_under(node: Unit, book: Book) -> SubjectQuerySet:
    """Subjects below a node with something that is counted from the last time, in the order of the tree."""
    found: SubjectQuerySet = Subject.objects.under(node).in_use().filter(book.rolling_marks())
    return found.order_by("org_pos", "uid")


def _stops(routes: Sequence[Subject]) -> dict[UUID, Subject]:
    wanted = {UUID(one) for route in routes for one in route.stops}
    return Subject.objects.in_bulk(wanted) if wanted else {}


def _stands(
    book: Book, due: Due, visits: Mapping[UUID, list[Visit]], stops: Mapping[UUID, Any], now: datetime
) -> Judged:
    subject, claim = due.subject, due.kept.claim
    if subject.kind != Kind.ROUTE:
        return judge(due.window, claim, visits.get(subject.pk, []), now, book.offline)
    wanted = [UUID(one) for one in subject.stops]
    # A point that was out of use when the round began is none of it.
    begin = now if due.fresh else due.window.begin
    wanted = [uid for uid in wanted if uid in stops and stops[uid].marks_at(begin)]
    leg = timedelta(seconds=subject.fields.get("leg_seconds") or book.leg_seconds)
    found = [visit for uid in wanted for visit in visits.get(uid, [])]
    return judge_route(due.window, claim, wanted, found, now, book.offline, leg)


def _carries_since(subject: Subject, kept: Kept) -> date:
    """Since which day it carries what the claim speaks of, without a break."""
    since = subject.valid_from
    for phase in reversed(subject.phases):
        if phase["tags"] is None or (kept.claim.marks and not {subject.type, *phase["tags"]} & set(kept.claim.marks)):
            break
        since = datetime.fromisoformat(phase["at"]).date()
    return max(since, kept.claim.since or since)
