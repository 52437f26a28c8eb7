"""Acts as the signals need them, and hazards as the estimate needs them, out of the records: few queries for a unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from weian.foundation.org.models import Unit
from weian.ground.checklists import api as checklists
from weian.ground.hazards.api import STOPPED
from weian.ground.hazards.models import Hazard, Pair
from weian.ground.registry.models import Subject
from weian.kernel.clock import SHANGHAI
from weian.oversight.watch.acts import Act
from weian.oversight.watch.deadlines import dues_of
from weian.oversight.watch.estimate import Compared, Find, compared
from weian.oversight.watch.pictures import seen_of
from weian.programs.inspections.api import OWN, TOLD, Status
from weian.programs.inspections.models import Finding, Inspection

# Of a very large unit the latest only; the window is short enough for all others.
MOST = 20_000
MOST_TOLD = 200
_UNTRUE = ("na", "", None)


def acts_of(unit: Unit, since: datetime, fresh: Collection[UUID] = ()) -> list[Act]:
    """What was recorded at a unit since a moment, by itself and by others; of a visit only what the unit was told.

    Pictures are looked for of what is `fresh` alone, in all that was ever kept.
    """
    rows = Inspection.objects.filter(target=unit, started_at__gte=since, done_by__isnull=False)
    rows = rows.filter(status__in=TOLD)
    found = list(
        rows.order_by("-started_at", "uid").only(
            "uid",
            "done_by",
            "subject",
            "sheet",
            "answers",
            "started_at",
            "ended_at",
            "note",
            "mode",
            "clock_offset",
            "unit",
        )[:MOST]
    )
    by_uid = {one.pk: one for one in found}
    faults: dict[UUID, set[str]] = defaultdict(set)
    fixed: dict[UUID, list[bool]] = defaultdict(list)
    visits: list[Act] = []
    findings = Finding.objects.filter(inspection__in=by_uid, dropped=False).select_related("hazard")
    for one in findings.only(
        "inspection", "item", "uid", "type", "found_at", "found_by",
        *(f"hazard__{field}" for field in ("found_on", "fixed_at", "applied_at", "subject")),
    ):  # fmt: skip
        faults[one.inspection_id].add(one.item or f"finding {one.pk}")
        if one.hazard is not None:
            fixed[one.inspection_id].append(_same_day(one.hazard))
            if by_uid[one.inspection_id].mode not in OWN and by_uid[one.inspection_id].subject is None:
                visits.extend(_found_at_place(one))
    seen = seen_of(fresh)
    subjects = Subject.objects.select_related("unit").in_bulk({one.subject for one in found if one.subject})
    ended = {one.pk: _ours(one.ended_at or one.started_at, one) for one in found}
    dues = dues_of([one for one in found if one.mode in OWN], ended, subjects)
    kinds = _kinds({one.sheet for one in found if one.sheet}) if visits else {}
    return visits + [
        Act(
            uid=one.pk, person=one.done_by_id, subject=one.subject,
            place=(subjects[one.subject].parent_id or one.subject) if one.subject in subjects else one.subject,
            sheet=one.sheet, started=_ours(one.started_at, one), ended=ended[one.pk],
            passed=(passed := _passed(one.answers, faults[one.pk])), faults=frozenset(faults[one.pk]),
            right=_right(kinds.get(one.sheet, {}), passed), words=_words(one), seen=tuple(seen.get(one.pk, ())),
            dues=dues.get(one.pk, ()), fixed=tuple(fixed[one.pk]), own=one.mode in OWN,
        )
        for one in found
    ]  # fmt: skip


def told_lately(unit: Unit, since: datetime) -> list[tuple[UUID, datetime]]:
    """Where a visit found something of which the unit was told since a moment: place, and when it was found."""
    told = Q(inspection__closed_at__gte=since)
    told |= Q(inspection__status=Status.RECORDED, inspection__received_at__gte=since)
    found = Finding.objects.filter(told, inspection__target=unit, hazard__subject__isnull=False, dropped=False)
    return list(found.exclude(inspection__mode__in=list(OWN)).values_list("hazard__subject", "found_at")[:MOST_TOLD])


def _found_at_place(one: Finding) -> list[Act]:
    """A visit goes through many places; what it found at one of the register is as a look at that place."""
    if one.hazard is None or one.hazard.subject_id is None or not one.type:
        return []
    return [
        Act(
            uid=one.pk, person=one.found_by, subject=one.hazard.subject_id, place=None, sheet="", started=one.found_at,
            ended=one.found_at, wrong=frozenset({one.type}), own=False,
        )
    ]  # fmt: skip


def _kinds(refs: Iterable[str]) -> dict[str, dict[str, str]]:
    """By checklist, which kind of hazard each item looks for."""
    known: dict[str, dict[str, str]] = {}
    for ref in refs:
        with suppress(checklists.NoSuchSheet):
            known[ref] = {item.code: item.hazard_type for item in checklists.sheet(ref).items}
    return known


def _right(kinds: Mapping[str, str], passed: frozenset[str]) -> frozenset[str]:
    """Kinds of hazard of which every item was in order."""
    wrong = {kind for item, kind in kinds.items() if item not in passed}
    return frozenset({kinds.get(item, "") for item in passed} - wrong - {""})


def _ours(moment: datetime, one: Inspection) -> datetime:
    """By our clock: the device's less what it runs ahead."""
    return moment - timedelta(seconds=one.clock_offset or 0)


def _same_day(hazard: Hazard) -> bool:
    done = hazard.fixed_at or hazard.applied_at
    return done is not None and done.astimezone(SHANGHAI).date() == hazard.found_on


def _passed(answers: Mapping[str, Any], faults: Iterable[str]) -> frozenset[str]:
    said = {code for code, told in answers.items() if isinstance(told, dict) and told.get("v") not in _UNTRUE}
    return frozenset(said - set(faults))


def _words(one: Inspection) -> tuple[str, ...]:
    notes = [told.get("note", "") for told in one.answers.values() if isinstance(told, dict)]
    return tuple(dict.fromkeys(text.strip() for text in [one.note, *notes] if text and text.strip()))


def compared_at(unit: Unit, since: date) -> Compared:
    """The hazards of a unit since a day: found by itself, found by others, and by both."""
    rows = Hazard.objects.under(unit).safety().filter(unit=unit, found_on__gte=since).order_by("reported_at", "uid")
    fields = ("type", "place", "subject", "status", "found_on", "found_from", "unit", "merged_into")
    known = list(rows.only("uid", *fields, "fixed_at", "applied_at", "closed_at")[:MOST])
    said: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    answered = Pair.objects.filter(unit=unit).exclude(answer="")
    # What came back after it was put right is another thing of the same kind.
    answered = answered.exclude(kind=Pair.Kind.RECURRENCE, answer=Pair.Answer.SAME)
    for hazard, earlier, answer in answered.values_list("hazard", "earlier", "answer"):
        said[hazard, answer].add(earlier)
    return compared(_find(one, said) for one in known)


def _find(one: Hazard, said: Mapping[tuple[UUID, str], set[UUID]]) -> Find:
    merged = {one.merged_into_id} if one.merged_into_id else set()
    return Find(
        uid=one.pk, own=one.found_from_id == one.unit_id, on=one.found_on, until=_until(one),
        spot=(one.type, str(one.subject_id or one.place.strip())),
        same=frozenset(merged | said[one.pk, Pair.Answer.SAME]), other=frozenset(said[one.pk, Pair.Answer.OTHER]),
    )  # fmt: skip


def _until(one: Hazard) -> date | None:
    """The day on which it was put right, or said to be."""
    done = (one.fixed_at or one.applied_at or one.closed_at) if one.status in STOPPED else None
    return done.astimezone(SHANGHAI).date() if done is not None else None
