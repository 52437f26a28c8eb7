"""The numbers of an outbox: what is here, what is still on the phone, and what is neither."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Viewer
from weian.kernel import clock
from weian.portal.phone import telling
from weian.portal.phone.models import Arrival, Line
from weian.portal.phone.told import BatchTold

MOST_RANGES = 100

Ranges = list[list[int]]


def open_line(batch: BatchTold, *, by: Viewer, offset: int | None) -> Line | None:
    """The outbox that is speaking, known from now on; None where the number is another person's."""
    line = Line.objects.filter(pk=batch.line).first()
    if line is None:
        line = Line(uid=batch.line, person=by.person, opened_at=clock.now(), seen_at=clock.now(), offset=offset)
        line.at(by.unit)
        try:
            with transaction.atomic():
                audit.created(line, "phone.opened", by=by, facts={"build": batch.build})
        except IntegrityError:
            line = Line.objects.filter(pk=batch.line).first()
    return line if line is not None and line.person_id == by.person.pk else None


def held(line: Line) -> Line:
    """The outbox, while whoever else speaks for it waits: of acts sent twice at once the second time is a repeat."""
    mine: Line = Line.objects.select_for_update(of=("self",), no_key=True).get(pk=line.pk)
    return mine


def note_gaps(line: Line, batch: BatchTold, *, by: Viewer) -> Ranges:
    """Work out what is missing, and keep it with the line; a gap that appears or is filled is an event of the chain.

    A file that was carried here (`pending` is None) says nothing of what is still on the phone: it only fills gaps.
    """
    line = Line.objects.select_for_update(of=("self",)).get(pk=line.pk)
    here = set(Arrival.objects.filter(line=line, seq__gt=line.floor).values_list("seq", flat=True))
    head = max(line.head, batch.head if batch.pending is not None else 0, *here, 0)
    known = sorted(here | ({line.floor} if line.floor else set()))
    if batch.pending is None:
        held = _without(_ranges_of(1, head), [*line.gaps])
    else:
        held = [list(one) for one in batch.pending]
    covered = _merged([[1, line.floor]] * bool(line.floor) + [[one, one] for one in known] + held)
    gaps = _without([[1, head]] if head else [], covered)[:MOST_RANGES]
    before = line.gaps
    if gaps != before:
        with audit.changed(line, "phone.gap", by=by, facts={"gaps": gaps, "before": before, "head": head}):
            line.gaps = gaps
        if _without(gaps, before):
            telling.lost(line)
    line.head, line.floor = head, _floor(line.floor, here)
    line.seen_at, line.build = clock.now(), batch.build or line.build
    line.save(update_fields=["head", "floor", "seen_at", "build"])
    return gaps


def _ranges_of(low: int, high: int) -> Ranges:
    return [[low, high]] if low <= high else []


def _floor(floor: int, here: set[int]) -> int:
    while floor + 1 in here:
        floor += 1
    return floor


def _merged(ranges: Iterable[list[int]]) -> Ranges:
    merged: Ranges = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1][1] = max(merged[-1][1], high)
        else:
            merged.append([low, high])
    return merged


def _without(ranges: Ranges, taken: Ranges) -> Ranges:
    """What is left of the ranges (in order) without those taken (in order)."""
    left: Ranges = []
    for low, high in ranges:
        at = low
        for start, end in taken:
            if end < at or start > high:
                continue
            if start > at:
                left.append([at, start - 1])
            at = max(at, end + 1)
        if at <= high:
            left.append([at, high])
    return left
