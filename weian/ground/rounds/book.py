"""What is asked of subjects, on each of many days: content and own rules read once, compared once for each kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from weian.foundation.org.models import Unit
from weian.foundation.packs import api as packs
from weian.ground.registry.api import Kind
from weian.ground.registry.models import Subject
from weian.ground.rounds.models import OwnRule
from weian.ground.rounds.pack_schema import CadenceRule, RoundHours, limit
from weian.ground.rounds.strictness import Claim, Kept, strictest
from weian.ground.rounds.windows import HOURLY, LENGTHS, Hours, Window, windows
from weian.kernel import clock


@dataclass(frozen=True)
class Due:
    """One round: of what, when, and by which source. `fresh`: the subject came to it in the middle; it may be made
    now, and is not missed if it is not."""

    subject: Subject
    window: Window
    kept: Kept
    fresh: bool = False


class Book:
    """The rules for the subjects of some units."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = {unit.pk: unit for unit in units}
        self.rules = packs.dated("cadence_rule", CadenceRule)
        self._spans = packs.dated("round_hours", RoundHours)
        self._own = self._own_rules()
        named = {one.every for one in self._own} | {one.entry.every for one in self.rules}
        self._lengths = (*(one for one in HOURLY if one in named), *LENGTHS)
        self._kept: dict[tuple[UUID, UUID | None, frozenset[str], date], list[Kept]] = {}
        self._hours: dict[date, Hours] = {}
        self.offline = timedelta(hours=limit("offline_hours").value)
        self.leg_seconds = limit("leg_seconds").value

    def kept(self, subject: Subject, at: datetime) -> list[Kept]:
        """What is asked of a subject as it was at a moment: the strictest of each kind, with all sources."""
        marks = subject.marks_at(at)
        if not marks:
            return []
        own = subject.pk if subject.pk in self.named else None
        key = subject.unit_id, own, marks, at.date()
        if key not in self._kept:
            self._kept[key] = strictest(self._claims(subject, marks, at.date()), self.hours(at.date()))
        return self._kept[key]

    def due(self, subject: Subject, first: date, last: date, now: datetime | None = None) -> Iterator[Due]:
        """The rounds of a subject whose windows begin on the days, in their order; weeks and months once each.

        Judged by what was asked when a window began; what was asked only later, by the present (`fresh`).
        """
        now, told, day = now or clock.now(), set(), first
        while day <= last:
            hours = self.hours(day)
            for every in self._lengths:
                for window in windows(every, day, hours):
                    if window.key in told:
                        continue
                    told.add(window.key)
                    yield from self._of_window(subject, window, now)
            day += timedelta(days=1)

    def _of_window(self, subject: Subject, window: Window, now: datetime) -> Iterator[Due]:
        asked = [one for one in self.kept(subject, window.begin) if _is_of(one, window)]
        for one in asked:
            yield Due(subject, window, one)
        if not asked and window.holds(now):
            for one in self.kept(subject, now):
                if _is_of(one, window):
                    yield Due(subject, window, one, fresh=True)

    def marks(self, *, rolling: bool | None = None) -> set[str]:
        """All marks of which something is asked anywhere."""
        found = {mark for one in self.rules for mark in one.entry.tags if rolling in (None, one.entry.rolling)}
        own = {one.mark for one in self._own if one.mark and rolling in (None, one.doer == "upper")}
        return found | own

    def rolling_marks(self) -> Q:
        """Subjects with something that is counted from the last time, as a condition."""
        return Q(kind=Kind.PLACE) & carrying(self.marks(rolling=True))

    def hours(self, day: date) -> Hours:
        if day not in self._hours:
            held = {one.entry.code: one.entry.times() for one in self._spans if one.holds(day)}
            self._hours[day] = Hours.of(held)
        return self._hours[day]

    def _claims(self, subject: Subject, marks: frozenset[str], day: date) -> list[Claim]:
        unit = self.units[subject.unit_id]
        found = {
            one.entry.code: _claim(one.entry, one.valid_from)
            for one in self.rules
            if one.holds(day) and _applies(one.entry, unit, marks, day)
        }
        own = [
            _own_claim(one)
            for one in self._own
            if one.since <= day and (one.until is None or day < one.until) and one.unit.holds(unit)
            and (one.subject_id == subject.pk if one.subject_id else one.mark in marks)
        ]  # fmt: skip
        return [*found.values(), *own]

    def _own_rules(self) -> list[OwnRule]:
        self.named: set[UUID] = set()
        if not self.units:
            return []
        low = min(unit.pos for unit in self.units.values())
        high = max(unit.pos for unit in self.units.values())
        above = Q(unit__pos__lte=high, unit__end__gt=low)
        found = list(OwnRule.objects.filter(above).select_related("unit").order_by("since", "uid"))
        self.named = {one.subject_id for one in found if one.subject_id}
        return found

    def rolling(self, subject: Subject, at: datetime) -> list[Kept]:
        """What is counted from the last time, the strictest of each doer: of a place, not of each point in it."""
        if subject.kind != Kind.PLACE:
            return []
        return [one for one in self.kept(subject, at) if one.claim.rolling]


def carrying(marks: Iterable[str], *, ever: bool = False) -> Q:
    """Subjects of a type, or with a tag (`ever`: also one that was taken off), of which one of the marks speaks."""
    wanted = sorted(marks)
    found = Q(type__in=wanted)
    for mark in wanted:
        found |= Q(phases__contains=[{"tags": [mark]}]) if ever else Q(tags__contains=[mark])
    return found


def _is_of(kept: Kept, window: Window) -> bool:
    return kept.claim.every == window.every and not kept.claim.rolling


def _applies(rule: CadenceRule, unit: Unit, marks: frozenset[str], day: date) -> bool:
    return (
        not marks.isdisjoint(rule.tags)
        and (not rule.unit_types or unit.type in rule.unit_types)
        and (not rule.unit_levels or unit.level in rule.unit_levels)
        and (rule.season is None or rule.season.holds(day))
    )


def _claim(rule: CadenceRule, since: date) -> Claim:
    return Claim(
        code=rule.code, title=rule.title, every=rule.every, times=rule.times, doer=rule.doer, rolling=rule.rolling,
        scan=rule.scan, checklist=rule.checklist, ladder=rule.ladder, source=rule.source, clause=rule.clause,
        verified=rule.verified, marks=tuple(rule.tags), since=since,
    )  # fmt: skip


def code_of(rule: OwnRule) -> str:
    return f"own-{rule.pk}"


def _own_claim(rule: OwnRule) -> Claim:
    return Claim(
        code=code_of(rule), title=rule.basis or "本级规定", every=rule.every, times=rule.times, doer=rule.doer,
        rolling=rule.doer == "upper", scan=rule.doer == "own",
        source=rule.basis if rule.asked_by else f"{rule.unit.title}规定", clause="" if rule.asked_by else rule.basis,
        marks=(rule.mark,) if rule.mark else (), since=rule.since,
    )  # fmt: skip
