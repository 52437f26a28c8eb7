"""What must hold after every act upon hazards and visits: asked of the database anew, of history only what is new."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from tests.conftest import acting, set_up
from weian.foundation.audit import hashing
from weian.foundation.audit.models import Event
from weian.foundation.org.models import Unit
from weian.foundation.people.viewer import Viewer
from weian.foundation.tally.models import Delta
from weian.ground.hazards.models import Hazard
from weian.programs.inspections.models import Finding, Inspection, Instrument
from weian.programs.inspections.states import TOLD, Status

Key = tuple[int, tuple[tuple[str, str], ...]]


class Ledger:
    """How far history and counts were followed. What comes later must join on to it."""

    def __init__(self, visited: Unit, office: Unit) -> None:
        self.visited, self.office = visited, office
        self.statuses: dict[UUID, str] = {}
        self.counted: Counter[Key] = Counter()
        self.hazards: list[Hazard] = []
        self.visits: list[Inspection] = []
        with set_up():
            self.heads, self.print = _heads(), _fingerprint()
            self.delta = Delta.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            assert not Hazard.objects.exists() and not Inspection.objects.exists()

    def holds(self, looker: Viewer) -> None:
        """All of it, and that `looker` is let see by row security what counts in their places, and no more."""
        with set_up():
            told, now = self._history(), _fingerprint()
            if told:
                self._look_again(told)
            else:
                assert now == self.print, "something changed without an event"
            self.print = now
        with acting(looker):
            seen = {row[0] for row in _rows(_UIDS)}
        spans = looker.scope.ranges
        things = (*self.hazards, *self.visits)
        assert seen == {one.pk for one in things if any(lo <= one.org_pos < hi for lo, hi in spans)}, looker.post.title

    def _look_again(self, told: list[Event]) -> None:
        self.hazards = list(Hazard.objects.order_by("no"))
        known = list(self.statuses)
        self.visits = sorted(Inspection.objects.all(), key=lambda one: known.index(one.pk) if one.pk in known else 1000)
        found = defaultdict(list)
        for row in Finding.objects.all() if self.visits else ():
            found[row.inspection_id].append(row)
        papers = set(Instrument.objects.values_list("inspection", flat=True)) if self.visits else set()
        self._counts()
        for one in self.visits:
            self._visit(one, found[one.pk], one.pk in papers, told)
        for thing in (*self.hazards, *self.visits):
            self._has_an_actor(thing, told)

    def _history(self) -> list[Event]:
        """The new events, each linked to the one before, with the hash that it says, by somebody or for a reason."""
        heads = _heads()
        grown = [key for key, head in heads.items() if head != self.heads.get(key)]
        if not grown:
            assert heads == self.heads
            return []
        since = (Q(chain=key, seq__gt=self.heads.get(key, (0, ""))[0]) for key in grown)
        told = list(Event.objects.filter(reduce(or_, since)).order_by("chain", "seq"))
        for event in told:
            seq, previous = self.heads.get(event.chain, (0, ""))
            assert (event.seq, event.previous, event.hash) == (seq + 1, previous, hashing.digest(event)), event
            assert event.actor or event.reason, event
            self.heads[event.chain] = event.seq, event.hash
        assert self.heads == heads
        return told

    def _counts(self) -> None:
        """The sum of all changes is the count of what is there."""
        for delta in Delta.objects.filter(pk__gt=self.delta, kind=Hazard.audit_kind).order_by("pk"):
            self.counted[delta.org_pos, tuple(sorted(delta.dims.items()))] += delta.n
            self.delta = delta.pk
        there = [tally for tally in (one.tally() for one in self.hazards) if tally is not None]
        again = Counter((place[0], tuple(sorted(dims.items()))) for place, dims in there)
        assert {key: n for key, n in self.counted.items() if n} == again

    def _visit(self, one: Inspection, found: list[Finding], papers: bool, told: list[Event]) -> None:
        """Nothing of a sealed visit at the unit; as many hazards as findings that stand; papers when it is closed."""
        mine = {one.pk, *(row.pk for row in found)}
        at_unit = [event for event in told if event.chain == self.visited.pk and event.record in mine]
        if one.under_seal:
            assert one.unit_id == self.office.pk and not at_unit
        if one.sealed and one.status not in TOLD:
            assert all(row.unit_id == self.office.pk for row in found)
            assert not [event for event in at_unit if event.record != one.pk]
        elif found:
            assert {row.org_pos for row in found} == {one.org_pos}
        closed = one.status == Status.CLOSED
        standing = sum(not row.dropped for row in found)
        assert sum(hazard.source_uid == one.pk for hazard in self.hazards) == (standing if closed else 0)
        assert papers is closed

    def _has_an_actor(self, thing: Any, told: list[Event]) -> None:
        """A state that is new stands in an event of somebody, along the table; the row says who and when, if it can."""
        was = self.statuses.get(thing.pk, "")
        if thing.status == was:
            return
        self.statuses[thing.pk] = thing.status
        mine = [event for event in told if event.record == thing.pk and event.actor]
        assert mine, (thing, was)
        if was:
            assert any(event.facts.get("to") == thing.status for event in mine), (thing, was)
            _walked(thing, was, mine)
        by, at = f"{thing.status}_by", f"{thing.status}_at"
        assert getattr(thing, by, True) and getattr(thing, at, True), (thing, by)


def _walked(thing: Any, was: str, told: list[Event]) -> None:
    """From the state before to the one now, each move of the table: one act may take several."""
    for event in sorted(told, key=lambda event: event.seq):
        if "from" in event.facts and "to" in event.facts and event.facts["from"] == was:
            assert thing.states.allowed(was, event.facts["to"]), (thing, was, event.facts)
            was = event.facts["to"]
    assert was == thing.status


_UIDS = "SELECT uid FROM hazards_hazard UNION ALL SELECT uid FROM inspections_inspection"
_TABLES = ("hazards_hazard", "hazards_supervision", "inspections_inspection", "inspections_finding", "tally_delta")
_FINGERPRINT = "SELECT " + ", ".join(f"(SELECT sum(hashtext(t::text)) FROM {table} t)" for table in _TABLES)


def _fingerprint() -> tuple[Any, ...]:
    """Other rows, another value."""
    return _rows(_FINGERPRINT)[0]


def _heads() -> dict[UUID, tuple[int, str]]:
    return {key: (seq, head) for key, seq, head in _rows("SELECT key, seq, head FROM audit_chain")}


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
