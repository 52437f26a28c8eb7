"""What is late climbs its ladder: each step written once, with its messages in the same transaction.

The nation is walked in batches of units, each in a transaction of its own; a run that was cut off is simply run again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from weian.foundation.audit import api as audit
from weian.foundation.inbox import api as inbox
from weian.foundation.ladder.climbers import Climber, Key, Waiting, climbers, known
from weian.foundation.ladder.ladders import Book
from weian.foundation.ladder.models import Rung
from weian.foundation.ladder.pack_schema import Ladder, Step
from weian.foundation.ladder.queries import still_undone
from weian.foundation.ladder.receivers import Receivers
from weian.foundation.ladder.steps import horizon, reached
from weian.foundation.org.kinds import Kind
from weian.foundation.org.models import Unit
from weian.kernel import clock
from weian.kernel.actor import Actor

BATCH = 200
WHO_OWES = (Kind.COMMISSION, Kind.INSTITUTION, Kind.AGENCY, Kind.CONTRACTOR)
REASON = "逾期督办"


def climb() -> int:
    """Walk what waits by days, everywhere; returns how many rungs were reached. For the job of the morning."""
    made, after = 0, -1
    while True:
        with audit.acting_as_system(REASON) as system:
            units = _next_units(after)
            if not units:
                return made
            made += climb_units(units, by=system)
        after = units[-1].pos


def climb_urgent() -> int:
    """Walk what counts by minutes, everywhere; returns how many rungs were reached. For the job of every minute."""
    made = 0
    for one in climbers():
        after: UUID | None = None
        while one.urgent is not None:
            with audit.acting_as_system(REASON) as system:
                things = one.urgent(after, BATCH)
                made += raise_now(things, by=system)
            if len(things) < BATCH:
                break
            after = things[-1].target
    return made


@transaction.atomic
def climb_units(units: Sequence[Unit], *, by: Actor) -> int:
    """All that these units have not done and that is due soon or past: rungs, reminders and the digests of the day.

    Returns how many rungs were reached.
    """
    book, day = Book(units), clock.today()
    until = day + horizon(book.all())
    things = [thing for one in climbers() for thing in one.waiting(units, until)]
    receivers = Receivers(units, book.all(), things)
    _end(Rung.objects.standing().filter(unit__in=units), {thing.key for thing in things}, _by_minutes(book))
    fresh = _raise(things, book, receivers, by)
    _note(fresh, by)
    morning = _Morning(day)
    for thing in things:
        morning.waits(thing, receivers.owners(thing))
    morning.tell(fresh)
    return len(fresh)


@transaction.atomic
def raise_now(things: Sequence[Waiting], *, by: Actor) -> int:
    """What counts by minutes: the steps reached now, told at once to everybody concerned. Returns how many."""
    units = list({thing.unit.pk: thing.unit for thing in things}.values())
    book = Book(units)
    receivers = Receivers(units, book.all(), things)
    fresh = _raise(things, book, receivers, by)
    _note(fresh, by)
    for rung, thing, people in fresh:
        _send(rung, thing, people)
    return len(fresh)


Fresh = tuple[Rung, Waiting, set[UUID]]


def _raise(things: Iterable[Waiting], book: Book, receivers: Receivers, by: Actor) -> list[Fresh]:
    """Write the steps that are reached and not written yet."""
    wanted = list(_reached(things, book))
    targets = {thing.target for thing, *_ in wanted}
    there = {(_key(one), one.step) for one in Rung.objects.filter(target__in=targets)}
    fresh: list[Fresh] = []
    for thing, ladder, number, step, at in wanted:
        if (thing.key, number) in there:
            continue
        people = receivers.people(step.to, ladder, thing)
        rung = _rung(thing, ladder, number, step, at)
        facts = {"about": f"{thing.kind}:{thing.target}", "step": number, "told": sorted(map(str, people))}
        try:
            with transaction.atomic():
                audit.created(rung, "rung.reached", by=by, facts=facts)
        except IntegrityError:
            continue  # two runs at once: the other one wrote it and told of it
        fresh.append((rung, thing, people))
    return fresh


def _reached(things: Iterable[Waiting], book: Book) -> Iterator[tuple[Waiting, Ladder, int, Step, datetime]]:
    now = clock.now()
    for thing in things:
        held = book.in_force(thing.ladder, thing.unit)
        if held is not None:
            for number, step, at in reached(held.ladder, thing, now):
                yield thing, held.ladder, number, step, at


def _rung(thing: Waiting, ladder: Ladder, number: int, step: Step, at: datetime) -> Rung:
    return Rung(
        kind=thing.kind, target=thing.target, period=thing.period, due=thing.due, since=thing.since,
        ladder=ladder.code, step=number, offset=step.offset, to=step.to, title=step.title, about=thing.title[:200],
        url=thing.url, reached_at=at, made_at=clock.now(),
    ).at(thing.unit)  # fmt: skip


def _key(one: Rung) -> Key:
    return one.kind, one.target, one.unit_id, one.period, one.ladder, one.since


def _by_minutes(book: Book) -> set[str]:
    return {one.code for one in book.content.values() if one.by_minutes}


def _end(standing: Iterable[Rung], waiting: set[Key], by_minutes: set[str]) -> None:
    """What was done meanwhile, or was put off, stands on no rung any more."""
    gone = [one for one in standing if one.ladder in by_minutes or _key(one) not in waiting]
    undone = {one.pk for one in still_undone([one for one in gone if one.ladder in by_minutes])}
    over = [one.pk for one in gone if one.pk not in undone]
    Rung.objects.filter(pk__in=over).update(ended_at=clock.now())


def _note(fresh: Sequence[Fresh], by: Actor) -> None:
    by_kind: dict[str, list[Rung]] = defaultdict(list)
    for rung, _, _ in fresh:
        by_kind[rung.kind].append(rung)
    for kind, rungs in by_kind.items():
        one: Climber = known(kind)
        if one.noted is not None:
            one.noted([rung for rung in rungs if rung.since <= clock.now()], by)


def _send(rung: Rung, thing: Waiting, people: set[UUID]) -> None:
    inbox.send(
        people, kind="ladder", title=f"{rung.title}：{thing.title}", text=_text(rung, thing),
        link=(thing.kind, thing.target), url=thing.url, digest_key=f"rung:{rung.pk}",
    )  # fmt: skip


def _text(rung: Rung, thing: Waiting) -> str:
    when = f"期限 {thing.due.isoformat()}" if thing.due else f"{rung.since.astimezone(clock.SHANGHAI):%m-%d %H:%M} 起"
    return f"{thing.unit.title}，{when}。"


class _Morning:
    """What people hear this morning: who wants so hears of each step at once, the others get one digest."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.lines: dict[UUID, dict[str, inbox.Line]] = defaultdict(dict)

    def waits(self, thing: Waiting, people: Iterable[UUID]) -> None:
        """What is due soon, today, or was due, for those who are to do it."""
        if thing.due is None or (thing.due > self.day and not thing.reminds_early):
            return
        group = "late" if thing.due < self.day else "today" if thing.due == self.day else "soon"
        for person in people:
            self.lines[person][_line_key(thing)] = inbox.Line(group, thing.title)

    def tell(self, fresh: Sequence[Fresh]) -> None:
        for rung, thing, people in fresh:
            for person in people if rung.to != "owner" else ():
                title = f"{thing.unit.title} {thing.title}（{rung.title}）"
                self.lines[person].setdefault(f"rung:{rung.pk}", inbox.Line("raised", title))
        at_once = inbox.wants_at_once(self.lines)
        for rung, thing, people in fresh:
            if told := people & at_once:
                _send(rung, thing, told)
        inbox.digest(self.day, {person: lines for person, lines in self.lines.items() if person not in at_once})


def _line_key(thing: Waiting) -> str:
    return ":".join((thing.kind, str(thing.target), str(thing.unit.pk), str(thing.period or "")))


def _next_units(after: int) -> list[Unit]:
    found = Unit.objects.current().filter(kind__in=WHO_OWES, pos__gt=after).select_related("parent")
    return list(found.order_by("pos")[:BATCH])
